using System.Text.Json.Serialization;

namespace Cartwright.Client;

/// <summary>One line of an order.</summary>
/// <param name="ItemId">The item.</param>
/// <param name="Quantity">The number of units.</param>
/// <param name="Cost">
/// The cost of all these units, at the price of the moment when they were added; null if the shop does not give it.
/// </param>
public sealed record ShopOrderLine(
    [property: JsonPropertyName("item_id")] string ItemId,
    [property: JsonPropertyName("quantity")] long Quantity,
    [property: JsonPropertyName("cost")] long? Cost);
