using System.Text.Json;
using Cartwright.Http.Tests.Local;
using Cartwright.Http.Tests.Server;

namespace Cartwright.Http.Tests.Contract;

/// <summary>
/// The OpenAPI document of the whole shop: every node and every gateway serve the one that is committed.
/// </summary>
public sealed class OneDocumentTests
{
    private const string Path = "/openapi/v1.json";

    [Fact]
    public async Task The_whole_shop_a_node_of_one_service_and_a_gateway_serve_the_committed_one()
    {
        await using var shop = await LocalShop.StartAsync(new LocalShop.Plan());
        await using var orders = await LocalShop.StartAsync(LocalShop.Plan.OrdersAlone);
        await using var gateway = await LocalGateway.StartAsync([orders.Url.ToString()]);
        var committed = await File.ReadAllTextAsync(
            Repository.File("docs/openapi.json"), TestContext.Current.CancellationToken);

        foreach (var server in new[] { shop.Url, orders.Url, gateway.Url })
        {
            using var caller = new ShopCaller(server);
            var served = await caller.GetAsync(Path);
            Assert.Equal((200, "application/json"), (served.Status, served.ContentType));
            Assert.True(committed == served.Body, $"{server} serves another document than docs/openapi.json.");
        }
    }

    // What generators of clients need: a name and an answer of each call, a type for each body, one type for problems.
    [Fact]
    public void Each_call_has_a_name_a_schema_and_an_example_of_every_answer()
    {
        var document = Document();
        var codes = Texts(document.GetProperty("components").GetProperty("schemas").GetProperty("ProblemCode")
            .GetProperty("enum"));
        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString());
        var server = Assert.Single(document.GetProperty("servers").EnumerateArray());
        Assert.Equal("/", server.GetProperty("url").GetString());
        foreach (var (name, call) in CallsOf(document))
        {
            Assert.Matches("^[a-z]+([A-Z][a-z]+)*$", call.GetProperty("operationId").GetString());
            Assert.All(ParametersOf(call), parameter => Assert.True(
                parameter.TryGetProperty("example", out _) && parameter.TryGetProperty("description", out _), name));
            foreach (var (status, type, media, answer) in BodiesOf(call))
            {
                Assert.True(media.TryGetProperty("schema", out var schema), $"{name} {status} has no schema.");
                Assert.True(
                    media.TryGetProperty("example", out _) || media.TryGetProperty("examples", out _),
                    $"{name} {status} has no example.");
                if (type == "application/problem+json")
                {
                    // Nothing beside the reference: generators would make another type of it.
                    var reference = Assert.Single(schema.EnumerateObject());
                    Assert.Equal("#/components/schemas/Problem", reference.Value.GetString());
                    Assert.Subset(codes, Texts(answer.GetProperty("x-codes")));
                }
            }
        }
    }

    [Theory]
    [InlineData("/orders/checkout/{order_id}", "post", "202", "Location Preference-Applied Retry-After")]
    [InlineData("/orders/checkout/{order_id}", "post", "400", "Preference-Applied")]
    [InlineData("/orders/checkout/{order_id}", "post", "429", "Retry-After")]
    [InlineData("/stock/find/{item_id}", "get", "503", "Retry-After")]
    [InlineData("/stock/find/{item_id}", "get", "401", "WWW-Authenticate")]
    [InlineData("/stock/find/{item_id}", "get", "404", "")]
    public void It_names_the_headers_of_an_answer(string path, string method, string status, string headers)
    {
        var answer = Document().GetProperty("paths").GetProperty(path).GetProperty(method).GetProperty("responses")
            .GetProperty(status);
        string[] named = answer.TryGetProperty("headers", out var found)
            ? [.. found.EnumerateObject().Select(header => header.Name).Order()]
            : [];
        Assert.Equal(headers, string.Join(' ', named));
    }

    private static JsonElement Document() => JsonElement.Parse(File.ReadAllText(Repository.File("docs/openapi.json")));

    private static IEnumerable<(string Name, JsonElement Call)> CallsOf(JsonElement document) =>
        from path in document.GetProperty("paths").EnumerateObject()
        from method in path.Value.EnumerateObject()
        select ($"{method.Name} {path.Name}", method.Value);

    private static List<JsonElement> ParametersOf(JsonElement call) =>
        call.TryGetProperty("parameters", out var parameters) ? [.. parameters.EnumerateArray()] : [];

    private static IEnumerable<(string Status, string Type, JsonElement Media, JsonElement Answer)> BodiesOf(
        JsonElement call) =>
        from answer in call.GetProperty("responses").EnumerateObject()
        where answer.Value.TryGetProperty("content", out _)
        from media in answer.Value.GetProperty("content").EnumerateObject()
        select (answer.Name, media.Name, media.Value, answer.Value);

    private static SortedSet<string> Texts(JsonElement array) =>
        [.. array.EnumerateArray().Select(code => code.GetString()!)];
}
