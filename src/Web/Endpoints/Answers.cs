using System.Text.Json.Serialization;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Kernel;
using Cartwright.Web.Http;

namespace Cartwright.Web.Endpoints;

/// <summary>An order that was made.</summary>
internal sealed record NewOrderAnswer([property: JsonPropertyName("order_id"), DigitsSchema] string OrderId);

/// <summary>An item that was made.</summary>
internal sealed record NewItemAnswer([property: JsonPropertyName("item_id"), DigitsSchema] string ItemId);

/// <summary>The answer with a new user.</summary>
internal sealed record NewUserAnswer([property: JsonPropertyName("user_id"), DigitsSchema] string UserId);

/// <summary>A <c>batch_init</c> that is done.</summary>
internal sealed record InitAnswer([property: JsonPropertyName("msg")] string Message);

/// <summary>An item as it can be bought.</summary>
internal sealed record ItemAnswer(
    [property: JsonPropertyName("stock"), AmountSchema] long Stock,
    [property: JsonPropertyName("price"), AmountSchema] long Price);

/// <summary>A user, with the credit that can be spent now.</summary>
internal sealed record UserAnswer(
    [property: JsonPropertyName("user_id"), DigitsSchema] string UserId,
    [property: JsonPropertyName("credit"), AmountSchema] long Credit);

/// <summary>An order, its lines and how it stands.</summary>
internal sealed record OrderAnswer(
    [property: JsonPropertyName("order_id"), DigitsSchema] string OrderId,
    [property: JsonPropertyName("paid")] bool IsPaid,
    [property: JsonPropertyName("items"), LinesSchema] IReadOnlyList<OrderLineAnswer> Lines,
    [property: JsonPropertyName("user_id"), DigitsSchema] string UserId,
    [property: JsonPropertyName("total_cost"), AmountSchema] long Total,
    [property: JsonPropertyName("status"), OrderStatusSchema] string Status,
    [property: JsonPropertyName("reason"), CodeSchema] string? Reason,
    [property: JsonPropertyName("attempt"), DigitsSchema] string? Attempt,
    [property: JsonPropertyName("updated_at"), MomentSchema] string UpdatedAt)
{
    public static OrderAnswer FromOrder(OrderId id, Order order) => new(
        id.ToString(),
        order.Status is OrderStatus.Paid,
        [.. order.Lines.Select(line => new OrderLineAnswer(line.Item.ToString(), line.Quantity))],
        order.User.ToString(),
        order.Total,
        EnumText.TextOf(order.Status),
        order.Reason?.ToCode(),
        order.Attempt?.ToString(),
        Json.TimeOf(order.UpdatedAt));
}

/// <summary>How a checkout or a cancel stands.</summary>
internal sealed record AttemptAnswer(
    [property: JsonPropertyName("order_id"), DigitsSchema] string OrderId,
    [property: JsonPropertyName("status"), OrderStatusSchema] string Status,
    [property: JsonPropertyName("attempt"), DigitsSchema] string Attempt,
    [property: JsonPropertyName("reason"), CodeSchema, JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    string? Reason = null);

/// <summary>One step of an order, the data of a server-sent event.</summary>
internal sealed record OrderEventAnswer(
    [property: JsonPropertyName("order_id"), DigitsSchema] string OrderId,
    [property: JsonPropertyName("status"), OrderStatusSchema] string Status,
    [property: JsonPropertyName("reason"), CodeSchema] string? Reason,
    [property: JsonPropertyName("attempt"), DigitsSchema] string? Attempt,
    [property: JsonPropertyName("updated_at"), MomentSchema] string? UpdatedAt);

/// <summary>How answers are written, generated at build time.</summary>
[JsonSerializable(typeof(NewOrderAnswer))]
[JsonSerializable(typeof(NewItemAnswer))]
[JsonSerializable(typeof(NewUserAnswer))]
[JsonSerializable(typeof(InitAnswer))]
[JsonSerializable(typeof(ItemAnswer))]
[JsonSerializable(typeof(UserAnswer))]
[JsonSerializable(typeof(OrderAnswer))]
[JsonSerializable(typeof(AttemptAnswer))]
[JsonSerializable(typeof(OrderEventAnswer))]
internal sealed partial class AnswerJson : JsonSerializerContext;
