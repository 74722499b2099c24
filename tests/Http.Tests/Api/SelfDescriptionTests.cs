using System.Text.Json;
using Cartwright.Http.Tests.Server;

namespace Cartwright.Http.Tests.Api;

/// <summary>The shop's description of itself: its health, its OpenAPI document and the page that shows it.</summary>
public sealed class SelfDescriptionTests(ImmediateShop fixture) : IClassFixture<ImmediateShop>
{
    private static readonly string[] Paths =
    [
        "POST /orders/create/{user_id}", "POST /orders/batch_init/{n}/{n_items}/{n_users}/{item_price}",
        "GET /orders/find/{order_id}", "GET /orders/events/{order_id}",
        "POST /orders/addItem/{order_id}/{item_id}/{quantity}",
        "POST /orders/removeItem/{order_id}/{item_id}",
        "POST /orders/checkout/{order_id}", "POST /orders/cancel/{order_id}", "POST /stock/item/create/{price}",
        "POST /stock/batch_init/{n}/{starting_stock}/{item_price}", "GET /stock/find/{item_id}",
        "POST /stock/add/{item_id}/{amount}", "POST /stock/subtract/{item_id}/{amount}", "POST /payment/create_user",
        "POST /payment/batch_init/{n}/{starting_money}", "GET /payment/find_user/{user_id}",
        "GET /orders/list/{user_id}",
        "POST /payment/add_funds/{user_id}/{amount}", "POST /payment/pay/{user_id}/{amount}", "GET /healthz/live",
        "GET /healthz/startup", "GET /healthz/ready", "GET /healthz/log",
    ];

    private readonly ShopCaller _shop = fixture.Call;

    [Theory]
    [InlineData("live", "live")]
    [InlineData("startup", "started")]
    [InlineData("ready", "ready")]
    public async Task It_tells_its_health(string path, string text) =>
        (await _shop.GetAsync($"/healthz/{path}")).MustBeText(text);

    [Fact]
    public async Task The_document_lists_every_call_and_no_other()
    {
        var calls =
            from path in (await DocumentAsync()).GetProperty("paths").EnumerateObject()
            from method in path.Value.EnumerateObject()
            select $"{method.Name.ToUpperInvariant()} {path.Name}";

        Assert.Equal(Paths.Order(), calls.Order());
    }

    [Fact]
    public async Task The_document_has_a_name_and_a_problem_with_all_its_members()
    {
        var document = await DocumentAsync();

        Assert.Equal("Cartwright", document.GetProperty("info").GetProperty("title").GetString());
        Assert.StartsWith("3.", document.GetProperty("openapi").GetString());
        var problem = document.GetProperty("components").GetProperty("schemas").GetProperty("Problem");
        Assert.Equal(
            ["type", "title", "status", "detail", "code", "item_id", "wanted", "available", "traceId"],
            problem.GetProperty("properties").EnumerateObject().Select(member => member.Name));
    }

    [Theory]
    [InlineData(
        "post", "/orders/checkout/{order_id}", "200 202 400 401 403 404 409 413 421 422 429 500 503",
        "Idempotency-Key Prefer")]
    [InlineData(
        "post", "/orders/cancel/{order_id}", "200 202 400 401 403 404 409 413 421 422 429 500 503",
        "Idempotency-Key Prefer")]
    [InlineData(
        "post", "/stock/add/{item_id}/{amount}", "200 400 401 403 404 409 413 421 422 429 500 503", "Idempotency-Key")]
    [InlineData("post", "/payment/create_user", "200 400 401 403 409 413 421 422 429 500 503", "Idempotency-Key")]
    [InlineData("get", "/orders/find/{order_id}", "200 400 401 403 404 413 421 429 500 503", "")]
    [InlineData("get", "/orders/events/{order_id}", "200 204 400 401 403 404 413 421 429 500 503", "Last-Event-ID")]
    public async Task The_document_tells_the_answers_and_the_headers(
        string method, string path, string statuses, string headers)
    {
        var call = (await DocumentAsync()).GetProperty("paths").GetProperty(path).GetProperty(method);

        Assert.NotEmpty(call.GetProperty("summary").GetString()!);
        var answers = call.GetProperty("responses").EnumerateObject().ToList();
        Assert.Equal(statuses, string.Join(' ', answers.Select(answer => answer.Name)));
        Assert.All(answers.Where(answer => answer.Name[0] != '2'), MustBeProblem);
        var known = from parameter in call.GetProperty("parameters").EnumerateArray()
                    where parameter.GetProperty("in").GetString() == "header"
                    select parameter.GetProperty("name").GetString();
        Assert.Equal(headers, string.Join(' ', known));
    }

    [Fact]
    public async Task The_page_for_people_is_HTML()
    {
        var page = await _shop.GetAsync("/scalar");

        Assert.Equal((200, "text/html"), (page.Status, page.ContentType.Split(';')[0]));
        Assert.Contains("openapi/v1.json", page.Body);
    }

    private static void MustBeProblem(JsonProperty answer) => Assert.Equal(
        ["application/problem+json"],
        answer.Value.GetProperty("content").EnumerateObject().Select(content => content.Name));

    private async Task<JsonElement> DocumentAsync()
    {
        var reply = await _shop.GetAsync("/openapi/v1.json");
        Assert.Equal((200, "application/json"), (reply.Status, reply.ContentType.Split(';')[0]));
        return reply.Json;
    }
}
