using System.Text.Json.Serialization;

namespace Cartwright.Client;

/// <summary>An item as it can be bought.</summary>
/// <param name="Stock">The number of units in stock.</param>
/// <param name="Price">The price of one unit, in the smallest unit of money.</param>
public sealed record ShopItem(
    [property: JsonPropertyName("stock"), JsonRequired] long Stock,
    [property: JsonPropertyName("price"), JsonRequired] long Price);
