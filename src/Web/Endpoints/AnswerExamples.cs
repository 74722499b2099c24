using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Cartwright.Domain.Orders;
using Cartwright.Kernel;
using Cartwright.Web.Http;

namespace Cartwright.Web.Endpoints;

/// <summary>The answers in the examples of the OpenAPI document, all of one sale.</summary>
internal static class AnswerExamples
{
    private const string UpdatedAt = "2026-11-25T01:41:00.588Z";

    public static JsonNode NewOrder => NodeOf(new NewOrderAnswer(SampleIds.Order), AnswerJson.Default.NewOrderAnswer);

    public static JsonNode NewItem => NodeOf(new NewItemAnswer(SampleIds.Item), AnswerJson.Default.NewItemAnswer);

    public static JsonNode NewUser => NodeOf(new NewUserAnswer(SampleIds.User), AnswerJson.Default.NewUserAnswer);

    public static JsonNode Item => NodeOf(new ItemAnswer(Stock: 3, Price: 30), AnswerJson.Default.ItemAnswer);

    public static JsonNode User => NodeOf(new UserAnswer(SampleIds.User, Credit: 40), AnswerJson.Default.UserAnswer);

    public static JsonNode Order => NodeOf(
        new OrderAnswer(
            SampleIds.Order,
            IsPaid: true,
            [new OrderLineAnswer(SampleIds.Item, Quantity: 2)],
            SampleIds.User,
            Total: 60,
            EnumText.TextOf(OrderStatus.Paid),
            Reason: null,
            SampleIds.Attempt,
            UpdatedAt),
        AnswerJson.Default.OrderAnswer);

    /// <summary>The text of an event, as it stands in a stream.</summary>
    public static JsonNode Event => $"id: {SampleIds.Attempt}.2\ndata: " + JsonSerializer.Serialize(
        new OrderEventAnswer(
            SampleIds.Order, EnumText.TextOf(OrderStatus.Paid), Reason: null, SampleIds.Attempt, UpdatedAt),
        AnswerJson.Default.OrderEventAnswer) + "\n\n";

    public static JsonNode InitDone(string message) => NodeOf(new InitAnswer(message), AnswerJson.Default.InitAnswer);

    public static JsonNode AttemptOf(OrderStatus status) => NodeOf(
        new AttemptAnswer(SampleIds.Order, EnumText.TextOf(status), SampleIds.Attempt),
        AnswerJson.Default.AttemptAnswer);

    private static JsonNode NodeOf<T>(T answer, JsonTypeInfo<T> type) =>
        JsonSerializer.SerializeToNode(answer, type)!;
}
