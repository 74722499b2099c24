using System.Text.Json.Serialization;

namespace Cartwright.Client;

/// <summary>A CloudEvent about an order.</summary>
internal sealed record EventBody(
    [property: JsonPropertyName("specversion"), JsonRequired] string SpecVersion,
    [property: JsonPropertyName("id"), JsonRequired] string Id,
    [property: JsonPropertyName("type"), JsonRequired] string Type,
    [property: JsonPropertyName("time"), JsonRequired] DateTimeOffset Time,
    [property: JsonPropertyName("sequence"), JsonRequired] string Sequence,
    [property: JsonPropertyName("traceparent")] string? Traceparent,
    [property: JsonPropertyName("data"), JsonRequired] EventDataBody Data)
{
    public PublicOrderEvent ToEvent(long sequence) => new(
        Id, Type, sequence, Time, Data.OrderId, Data.UserId, Data.Attempt, Data.Status, Data.TotalCost)
    {
        Lines = Data.Lines ?? [],
        Reason = Data.Reason,
        ReasonItem = Data.ReasonItem,
        Traceparent = Traceparent,
    };
}

/// <summary>The data of a CloudEvent about an order.</summary>
internal sealed record EventDataBody(
    [property: JsonPropertyName("order_id"), JsonRequired] string OrderId,
    [property: JsonPropertyName("user_id"), JsonRequired] string UserId,
    [property: JsonPropertyName("attempt"), JsonRequired] string Attempt,
    [property: JsonPropertyName("status"), JsonRequired] ShopOrderStatus Status,
    [property: JsonPropertyName("total_cost"), JsonRequired] long TotalCost,
    [property: JsonPropertyName("lines")] IReadOnlyList<ShopOrderLine>? Lines,
    [property: JsonPropertyName("reason")] string? Reason,
    [property: JsonPropertyName("reason_item")] string? ReasonItem);
