using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Kernel;
using Cartwright.Web.Http;

namespace Cartwright.Web.Endpoints;

/// <summary>An order that was made.</summary>
internal sealed record NewOrderAnswer([property: JsonPropertyName("order_id"), DigitsSchema] string OrderId)
{
    public static JsonNode Example => AnswerJson.NodeOf(
        new NewOrderAnswer(SampleIds.Order),
        AnswerJson.Default.NewOrderAnswer);
}

/// <summary>An item that was made.</summary>
internal sealed record NewItemAnswer([property: JsonPropertyName("item_id"), DigitsSchema] string ItemId)
{
    public static JsonNode Example => AnswerJson.NodeOf(
        new NewItemAnswer(SampleIds.Item),
        AnswerJson.Default.NewItemAnswer);
}

/// <summary>The answer with a new user.</summary>
internal sealed record NewUserAnswer([property: JsonPropertyName("user_id"), DigitsSchema] string UserId)
{
    public static JsonNode Example => AnswerJson.NodeOf(
        new NewUserAnswer(SampleIds.User),
        AnswerJson.Default.NewUserAnswer);
}

/// <summary>A <c>batch_init</c> that is done.</summary>
internal sealed record InitAnswer([property: JsonPropertyName("msg")] string Message)
{
    public static JsonNode Example(string message) =>
        AnswerJson.NodeOf(new InitAnswer(message), AnswerJson.Default.InitAnswer);
}

/// <summary>An item as it can be bought.</summary>
internal sealed record ItemAnswer(
    [property: JsonPropertyName("stock"), AmountSchema] long Stock,
    [property: JsonPropertyName("price"), AmountSchema] long Price)
{
    public static JsonNode Example => AnswerJson.NodeOf(
        new ItemAnswer(Stock: 3, Price: 30),
        AnswerJson.Default.ItemAnswer);
}

/// <summary>A user, with the credit that can be spent now.</summary>
internal sealed record UserAnswer(
    [property: JsonPropertyName("user_id"), DigitsSchema] string UserId,
    [property: JsonPropertyName("credit"), AmountSchema] long Credit)
{
    public const string ExampleText = $"User: {SampleIds.User} credit updated to: 40";

    public static JsonNode Example => AnswerJson.NodeOf(
        new UserAnswer(SampleIds.User, Credit: 40),
        AnswerJson.Default.UserAnswer);
}

/// <summary>An item's stock after a change.</summary>
internal sealed record StockAnswer(
    [property: JsonPropertyName("item_id"), DigitsSchema] string ItemId,
    [property: JsonPropertyName("stock"), AmountSchema] long Stock)
{
    public const string ExampleText = $"Item: {SampleIds.Item} stock updated to: 5";

    public static JsonNode Example => AnswerJson.NodeOf(
        new StockAnswer(SampleIds.Item, Stock: 5),
        AnswerJson.Default.StockAnswer);
}

/// <summary>An order's total after one of its lines has changed.</summary>
internal sealed record TotalAnswer(
    [property: JsonPropertyName("order_id"), DigitsSchema] string OrderId,
    [property: JsonPropertyName("item_id"), DigitsSchema] string ItemId,
    [property: JsonPropertyName("total_cost"), AmountSchema] long Total)
{
    public static JsonNode Example => AnswerJson.NodeOf(
        new TotalAnswer(SampleIds.Order, SampleIds.Item, Total: 60),
        AnswerJson.Default.TotalAnswer);
}

/// <summary>A line of an order; its cost is that of all its units.</summary>
internal sealed record LineAnswer(
    [property: JsonPropertyName("item_id"), DigitsSchema] string ItemId,
    [property: JsonPropertyName("quantity"), AmountSchema] long Quantity,
    [property: JsonPropertyName("cost"), AmountSchema] long Cost);

/// <summary>An order, its lines and how it stands.</summary>
internal sealed record OrderAnswer(
    [property: JsonPropertyName("order_id"), DigitsSchema] string OrderId,
    [property: JsonPropertyName("paid")] bool IsPaid,
    [property: JsonPropertyName("items"), PairsSchema] IReadOnlyList<PairAnswer> Pairs,
    [property: JsonPropertyName("lines"), LinesSchema] IReadOnlyList<LineAnswer> Lines,
    [property: JsonPropertyName("user_id"), DigitsSchema] string UserId,
    [property: JsonPropertyName("total_cost"), AmountSchema] long Total,
    [property: JsonPropertyName("status"), OrderStatusSchema] string Status,
    [property: JsonPropertyName("reason"), CodeSchema] string? Reason,
    [property: JsonPropertyName("attempt"), DigitsSchema] string? Attempt,
    [property: JsonPropertyName("updated_at"), MomentSchema] string UpdatedAt)
{
    public static JsonNode Example => AnswerJson.NodeOf(
        new OrderAnswer(
            SampleIds.Order,
            IsPaid: true,
            [new PairAnswer(SampleIds.Item, Quantity: 2)],
            [new LineAnswer(SampleIds.Item, Quantity: 2, Cost: 60)],
            SampleIds.User,
            Total: 60,
            EnumText.TextOf(OrderStatus.Paid),
            Reason: null,
            SampleIds.Attempt,
            AnswerJson.SampleTime),
        AnswerJson.Default.OrderAnswer);

    public static OrderAnswer FromOrder(OrderId id, Order order) => new(
        id.ToString(),
        order.Status is OrderStatus.Paid,
        [.. order.Lines.Select(line => new PairAnswer(line.Item.ToString(), line.Quantity))],
        [.. order.Lines.Select(line => new LineAnswer(line.Item.ToString(), line.Quantity, line.Cost))],
        order.User.ToString(),
        order.Total,
        EnumText.TextOf(order.Status),
        order.Reason?.ToCode(),
        order.Attempt?.ToString(),
        Json.TimeOf(order.UpdatedAt));
}

/// <summary>A page of a user's orders.</summary>
internal sealed record OrderListAnswer(
    [property: JsonPropertyName("orders"), OrdersSchema] IReadOnlyList<OrderAnswer> Orders,
    [property: JsonPropertyName("next"), DigitsSchema, JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    string? Next = null)
{
    public static JsonNode Example => new JsonObject
    {
        ["orders"] = new JsonArray(OrderAnswer.Example),
        ["next"] = SampleIds.Order,
    };
}

/// <summary>How a checkout or a cancel stands.</summary>
internal sealed record AttemptAnswer(
    [property: JsonPropertyName("order_id"), DigitsSchema] string OrderId,
    [property: JsonPropertyName("status"), OrderStatusSchema] string Status,
    [property: JsonPropertyName("attempt"), DigitsSchema] string Attempt,
    [property: JsonPropertyName("reason"), CodeSchema, JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    string? Reason = null)
{
    public static JsonNode Example(OrderStatus status) => AnswerJson.NodeOf(
        new AttemptAnswer(SampleIds.Order, EnumText.TextOf(status), SampleIds.Attempt),
        AnswerJson.Default.AttemptAnswer);
}

/// <summary>One step of an order, the data of a server-sent event.</summary>
internal sealed record OrderEventAnswer(
    [property: JsonPropertyName("order_id"), DigitsSchema] string OrderId,
    [property: JsonPropertyName("status"), OrderStatusSchema] string Status,
    [property: JsonPropertyName("reason"), CodeSchema] string? Reason,
    [property: JsonPropertyName("attempt"), DigitsSchema] string? Attempt,
    [property: JsonPropertyName("updated_at"), MomentSchema] string? UpdatedAt)
{
    public static JsonNode Example => AnswerJson.NodeOf(
        new OrderEventAnswer(
            SampleIds.Order, EnumText.TextOf(OrderStatus.Paid), Reason: null, SampleIds.Attempt, AnswerJson.SampleTime),
        AnswerJson.Default.OrderEventAnswer);
}

/// <summary>How answers are written, generated at build time.</summary>
[JsonSerializable(typeof(NewOrderAnswer))]
[JsonSerializable(typeof(NewItemAnswer))]
[JsonSerializable(typeof(NewUserAnswer))]
[JsonSerializable(typeof(InitAnswer))]
[JsonSerializable(typeof(ItemAnswer))]
[JsonSerializable(typeof(UserAnswer))]
[JsonSerializable(typeof(StockAnswer))]
[JsonSerializable(typeof(TotalAnswer))]
[JsonSerializable(typeof(OrderAnswer))]
[JsonSerializable(typeof(OrderListAnswer))]
[JsonSerializable(typeof(AttemptAnswer))]
[JsonSerializable(typeof(OrderEventAnswer))]
internal sealed partial class AnswerJson : JsonSerializerContext
{
    /// <summary>A moment in examples.</summary>
    public const string SampleTime = "2026-11-25T01:41:00.588Z";

    /// <summary>An answer in the examples of the OpenAPI document.</summary>
    public static JsonNode NodeOf<T>(T answer, JsonTypeInfo<T> type) => JsonSerializer.SerializeToNode(answer, type)!;
}
