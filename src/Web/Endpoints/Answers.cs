using System.Text.Json.Serialization;

namespace Cartwright.Web.Endpoints;

/// <summary>An order that was made.</summary>
internal sealed record NewOrderAnswer([property: JsonPropertyName("order_id")] string OrderId);

/// <summary>An item that was made.</summary>
internal sealed record NewItemAnswer([property: JsonPropertyName("item_id")] string ItemId);

/// <summary>A user who was made.</summary>
internal sealed record NewUserAnswer([property: JsonPropertyName("user_id")] string UserId);

/// <summary>A <c>batch_init</c> that is done.</summary>
internal sealed record InitAnswer([property: JsonPropertyName("msg")] string Message);

/// <summary>An item as it can be bought.</summary>
internal sealed record ItemAnswer(
    [property: JsonPropertyName("stock")] long Stock,
    [property: JsonPropertyName("price")] long Price);

/// <summary>A user, with the credit that can be spent now.</summary>
internal sealed record UserAnswer(
    [property: JsonPropertyName("user_id")] string UserId,
    [property: JsonPropertyName("credit")] long Credit);

/// <summary>An order, its lines and how it stands.</summary>
internal sealed record OrderAnswer(
    [property: JsonPropertyName("order_id")] string OrderId,
    [property: JsonPropertyName("paid")] bool IsPaid,
    [property: JsonPropertyName("items")] IReadOnlyList<OrderLineAnswer> Lines,
    [property: JsonPropertyName("user_id")] string UserId,
    [property: JsonPropertyName("total_cost")] long Total,
    [property: JsonPropertyName("status")] string Status,
    [property: JsonPropertyName("reason")] string? Reason,
    [property: JsonPropertyName("attempt")] string? Attempt,
    [property: JsonPropertyName("updated_at")] string UpdatedAt);

/// <summary>How a checkout or a cancel stands.</summary>
internal sealed record AttemptAnswer(
    [property: JsonPropertyName("order_id")] string OrderId,
    [property: JsonPropertyName("status")] string Status,
    [property: JsonPropertyName("attempt")] string Attempt,
    [property: JsonPropertyName("reason"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    string? Reason = null);

/// <summary>One step of an order, the data of a server-sent event.</summary>
internal sealed record OrderEventAnswer(
    [property: JsonPropertyName("order_id")] string OrderId,
    [property: JsonPropertyName("status")] string Status,
    [property: JsonPropertyName("reason")] string? Reason,
    [property: JsonPropertyName("attempt")] string? Attempt,
    [property: JsonPropertyName("updated_at")] string? UpdatedAt);

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
