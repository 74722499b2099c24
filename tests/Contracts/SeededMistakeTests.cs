using System.Text.Json.Nodes;
using Cartwright.Contracts.Documents;
using Cartwright.Contracts.Fuzzing;
using Cartwright.Contracts.Shops;

namespace Cartwright.Contracts;

/// <summary>
/// The fuzzer finds mistakes in a document that is wrong in one place, and in answers that no shop gives.
/// </summary>
public sealed class SeededMistakeTests(SharedShop shop)
{
    private const string Json = "application/json";

    private static readonly Dictionary<string, Seeded> Mistakes = new()
    {
        ["a status is missing"] = new("findItem", "undeclared status 404", call =>
            call["responses"]!.AsObject().Remove("404")),
        ["a status of a guard is missing"] = new("findUser", "undeclared status 421", call =>
            call["responses"]!.AsObject().Remove("421")),
        ["a rejection of a body is missing"] = new("createUser", "undeclared status 413", call =>
            call["responses"]!.AsObject().Remove("413")),
        ["another content type"] = new("findItem", "undeclared content type", call =>
            Rename(call["responses"]!["200"]!["content"]!.AsObject(), Json, "application/xml")),
        ["no body"] = new("findItem", "undeclared body", call =>
            call["responses"]!["200"]!.AsObject().Remove("content")),
        ["a member of another type"] = new("findItem", "does not fit its schema", call =>
            call["responses"]!["200"]!["content"]![Json]!["schema"] = JsonNode.Parse(
                """{"type":"object","properties":{"stock":{"type":"string"}}}""")),
        ["a member that is never there"] = new("createUser", "does not fit its schema", call =>
            call["responses"]!["200"]!["content"]![Json]!["schema"] = JsonNode.Parse(
                """{"type":"object","required":["user_id","name"]}""")),
        ["a code is missing"] = new("findOrder", "undeclared code", call =>
            call["responses"]!["404"]!["x-codes"] = new JsonArray("unknown-user")),
        ["a header that is never there"] = new("findItem", "has no Age", call =>
            call["responses"]!["200"]!["headers"] = JsonNode.Parse(
                """{"Age":{"required":true,"schema":{"type":"integer"}}}""")),
        ["a maximum too high"] = new("createItem", "for values that the document allows", call =>
            call["parameters"]![0]!["schema"]!["minimum"] = -5),
        ["a maximum too low"] = new("addStock", "for a value that the document does not allow", call =>
            call["parameters"]![1]!["schema"]!["maximum"] = 10),
        ["a pattern too wide"] = new("findOrder", "for values that the document allows", call =>
            call["parameters"]![0]!["schema"]!["pattern"] = "^[0-9a-f]{1,19}$"),
        ["a key of any length"] = new("createUser", "for values that the document allows", call =>
            Parameter(call, "Idempotency-Key")["schema"]!.AsObject().Remove("maxLength")),
    };

    public static TheoryData<string> Names => [.. Mistakes.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_mistake_in_the_document_is_found(string name)
    {
        var (operation, finding, seed) = Mistakes[name];
        var root = JsonNode.Parse(SharedShop.ReadDocument())!.AsObject();
        seed(Find(root, operation));
        var document = ApiDocument.Parse(root.ToJsonString());
        var report = new FuzzReport();

        await new Fuzzer(document, new WireClient(shop.Url), seed: 1)
            .TryOperationAsync(document.Find(operation), randomCount: 0, report);

        Assert.Contains(report.Mistakes, mistake => mistake.Contains(finding, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0, "", "", "ended without an answer")]
    [InlineData(500, "application/problem+json", "internal-error", "status 500")]
    [InlineData(503, "text/html", "", "undeclared content type")]
    [InlineData(418, "application/problem+json", "teapot", "undeclared status 418")]
    [InlineData(404, "application/problem+json", "unknown-order", "undeclared code")]
    [InlineData(404, "application/problem+json", "no-code-of-ours", "does not fit its schema")]
    public void A_mistake_of_a_shop_is_found(int status, string type, string code, string finding)
    {
        var document = ApiDocument.Parse(SharedShop.ReadDocument());
        var trial = new Trial(document.Find("findItem"), "GET", "/stock/find/1", Validity.Valid);
        var headers = new Dictionary<string, string> { ["Content-Type"] = type, ["Retry-After"] = "1" };
        var body = $$"""
            {"type":"urn:cartwright:errors:{{code}}","title":"A","status":{{status}},"detail":"A.","code":"{{code}}",
             "traceId":"0fbe3738508aa20f4267bfcaf3fd3c17"}
            """;

        var found = new Judge(document).FindMistakes(trial, new WireAnswer(status, headers, body));

        Assert.Contains(found, mistake => mistake.Contains(finding, StringComparison.Ordinal));
    }

    private static JsonObject Find(JsonObject root, string operation) => root["paths"]!.AsObject()
        .SelectMany(path => path.Value!.AsObject())
        .Select(method => method.Value)
        .OfType<JsonObject>()
        .Single(call => call["operationId"]?.GetValue<string>() == operation);

    private static JsonNode Parameter(JsonObject call, string name) =>
        call["parameters"]!.AsArray().Single(parameter => parameter!["name"]!.GetValue<string>() == name)!;

    private static void Rename(JsonObject owner, string name, string other)
    {
        var value = owner[name]!.DeepClone();
        owner.Remove(name);
        owner[other] = value;
    }

    /// <summary>A mistake in an operation of the document.</summary>
    private sealed record Seeded(string Operation, string Finding, Action<JsonObject> Seed);
}
