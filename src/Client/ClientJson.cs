using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cartwright.Client;

/// <summary>An order in an answer.</summary>
internal sealed record OrderBody(
    [property: JsonPropertyName("order_id"), JsonRequired] string OrderId,
    [property: JsonPropertyName("user_id"), JsonRequired] string UserId,
    [property: JsonPropertyName("status"), JsonRequired] ShopOrderStatus Status,
    [property: JsonPropertyName("total_cost"), JsonRequired] long TotalCost,
    [property: JsonPropertyName("items"), JsonRequired] IReadOnlyList<JsonElement[]> Items,
    [property: JsonPropertyName("lines")] IReadOnlyList<ShopOrderLine>? Lines,
    [property: JsonPropertyName("attempt")] string? Attempt,
    [property: JsonPropertyName("reason")] string? Reason,
    [property: JsonPropertyName("updated_at"), JsonRequired] DateTimeOffset UpdatedAt)
{
    /// <summary>Whether its lines can be read.</summary>
    public bool HasLines => Lines is not null || Items.All(pair =>
        pair is [{ ValueKind: JsonValueKind.String }, { ValueKind: JsonValueKind.Number } units]
        && units.TryGetInt64(out _));

    public ShopOrder ToOrder() =>
        new(OrderId, UserId, Status, TotalCost, Lines ?? [.. Items.Select(LineOf)], Attempt, Reason, UpdatedAt);

    // A pair of item and quantity: a shop of an earlier version gives no lines.
    private static ShopOrderLine LineOf(JsonElement[] pair) =>
        new(pair[0].GetString()!, pair[1].GetInt64(), Cost: null);
}

/// <summary>A page of a user's orders.</summary>
internal sealed record PageBody(
    [property: JsonPropertyName("orders"), JsonRequired] IReadOnlyList<OrderBody> Orders,
    [property: JsonPropertyName("next")] string? Next);

/// <summary>The state of a checkout or a cancel in an answer.</summary>
internal sealed record AttemptBody(
    [property: JsonPropertyName("order_id"), JsonRequired] string OrderId,
    [property: JsonPropertyName("status"), JsonRequired] ShopOrderStatus Status,
    [property: JsonPropertyName("attempt"), JsonRequired] string Attempt,
    [property: JsonPropertyName("reason")] string? Reason);

/// <summary>The data of an event of an order's stream.</summary>
internal sealed record UpdateBody(
    [property: JsonPropertyName("order_id"), JsonRequired] string OrderId,
    [property: JsonPropertyName("status"), JsonRequired] ShopOrderStatus Status,
    [property: JsonPropertyName("attempt")] string? Attempt,
    [property: JsonPropertyName("reason")] string? Reason,
    [property: JsonPropertyName("updated_at")] DateTimeOffset? UpdatedAt);

/// <summary>Reads a status by its word. A word of a later version is no mistake.</summary>
internal sealed class StatusConverter : JsonConverter<ShopOrderStatus>
{
    public override ShopOrderStatus Read(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() switch
        {
            "open" => ShopOrderStatus.Open,
            "processing" => ShopOrderStatus.Processing,
            "paid" => ShopOrderStatus.Paid,
            "failed" => ShopOrderStatus.Failed,
            "cancelling" => ShopOrderStatus.Cancelling,
            "cancelled" => ShopOrderStatus.Cancelled,
            _ => ShopOrderStatus.Unknown,
        };

    public override void Write(Utf8JsonWriter writer, ShopOrderStatus value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString().ToLowerInvariant());
}

/// <summary>How answers are read, generated at build time.</summary>
[JsonSourceGenerationOptions(RespectNullableAnnotations = true, Converters = [typeof(StatusConverter)])]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(ShopItem))]
[JsonSerializable(typeof(ShopUser))]
[JsonSerializable(typeof(OrderBody))]
[JsonSerializable(typeof(PageBody))]
[JsonSerializable(typeof(AttemptBody))]
[JsonSerializable(typeof(UpdateBody))]
[JsonSerializable(typeof(EventBody))]
internal sealed partial class ClientJson : JsonSerializerContext;
