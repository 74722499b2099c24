using System.Text.Json;
using Cartwright.Http.Tests.Local;
using Cartwright.Http.Tests.Server;

namespace Cartwright.Http.Tests.Access;

/// <summary>
/// The record of the calls that move money, stock or their rules, and the description of their scopes.
/// </summary>
public sealed class CallAuditTests
{
    private const string Category = "Cartwright.Audit";
    private const int Flood = 300;

    [Fact]
    public async Task A_call_that_moves_values_leaves_one_line_with_its_caller()
    {
        using var keys = new KeyFile();
        var till = $"Bearer {keys.Add("till", "payment", "orders")}";
        using var access = keys.Open();
        var log = new LogLines();
        await using var shop = await LocalShop.StartAsync(new LocalShop.Plan { Access = access, Logger = log });
        const string trace = "4bf92f3577b34da6a3ce929d0e0e4736";

        var user = (await shop.Call.PostAsync("/payment/create_user", ("Authorization", till))).Text("user_id");
        await shop.Call.PostAsync(
            $"/payment/add_funds/{user}/5",
            ("Authorization", till),
            ("traceparent", $"00-{trace}-00f067aa0ba902b7-01"));
        await shop.Call.PostAsync($"/payment/pay/{user}/6", ("Authorization", till));
        await shop.Call.PostAsync("/payment/pay/x/6", ("Authorization", till));
        await shop.Call.SendAsync(HttpMethod.Get, $"/payment/find_user/{user}", ("Authorization", till));
        await shop.Call.PostAsync($"/orders/create/{user}", ("Authorization", till));
        await shop.Call.PostAsync($"/payment/pay/{user}/6", ("Authorization", "Bearer wrong"));
        await shop.Call.PostAsync("/stock/item/create/6", ("Authorization", till));

        await Eventually.IsAsync("all calls are recorded", () => Task.FromResult(log.Of(Category).Count >= 6));
        var lines = log.Of(Category).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(
            [
                "createUser 200", "addFunds 200", "pay 400 insufficient-credit", "pay 400 malformed-number",
                "pay 401 unauthenticated", "createItem 403 forbidden",
            ],
            lines.Select(line => $"{line.GetProperty("Action")} {line.GetProperty("Status")} "
                + (line.TryGetProperty("Code", out var code) ? code.GetString() : "")).Select(text => text.Trim()));
        Assert.All(lines.Take(4), line => Assert.Equal(
            ("till", "payment", "127.0.0.1"),
            (line.GetProperty("Caller").GetString(),
                line.GetProperty("Scope").GetString(),
                line.GetProperty("Address").GetString())));
        Assert.Equal("/payment/add_funds/{user_id}/{amount}", lines[1].GetProperty("Route").GetString());
        Assert.Equal($"user_id={user} amount=5", lines[1].GetProperty("Ids").GetString());
        Assert.Equal(trace, lines[1].GetProperty("TraceId").GetString());
        Assert.Equal(
            ["Action", "Route", "Status", "Code", "TraceId", "Address"],
            lines[4].EnumerateObject().Select(member => member.Name));
        Assert.Equal("till", lines[5].GetProperty("Caller").GetString());
    }

    // A sum over the log would count a repeated answer as a second change.
    [Fact]
    public async Task A_repeat_has_the_key_of_the_first_call_and_a_made_number_is_recorded()
    {
        using var keys = new KeyFile();
        var till = $"Bearer {keys.Add("till", "payment", "stock")}";
        using var access = keys.Open();
        var log = new LogLines();
        await using var shop = await LocalShop.StartAsync(new LocalShop.Plan { Access = access, Logger = log });

        var user = (await PostAsync("/payment/create_user", "a")).Text("user_id");
        await PostAsync("/payment/create_user", "a");
        await PostAsync($"/payment/add_funds/{user}/5", "b");
        await PostAsync($"/payment/add_funds/{user}/5", "b");
        var item = (await PostAsync("/stock/item/create/6", "c")).Text("item_id");
        await shop.Call.PostAsync($"/payment/add_funds/{user}/5", ("Authorization", till));

        await Eventually.IsAsync("all calls are recorded", () => Task.FromResult(log.Of(Category).Count >= 6));
        var lines = log.Of(Category).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(
            [
                $"user_id={user}", $"user_id={user}", $"user_id={user} amount=5", $"user_id={user} amount=5",
                $"price=6 item_id={item}", $"user_id={user} amount=5",
            ],
            lines.Select(line => line.GetProperty("Ids").GetString()));
        var given = lines.Select(line => line.TryGetProperty("Key", out var key) ? key.GetString() : null).ToList();
        Assert.Null(given[5]);
        Assert.Equal(given[0], given[1]);
        Assert.Equal(given[2], given[3]);
        Assert.Equal(3, given.Take(5).Distinct().Count());
        Assert.All(given.Take(5), key => Assert.Contains("till/", key, StringComparison.Ordinal));

        Task<Reply> PostAsync(string path, string key) =>
            shop.Call.PostAsync(path, ("Authorization", till), ("Idempotency-Key", key));
    }

    // Reads too, and the calls of operators. The lines about one caller do not hide those about another.
    [Fact]
    public async Task A_refused_call_leaves_a_line_and_a_flood_of_them_a_few()
    {
        using var keys = new KeyFile();
        var till = $"Bearer {keys.Add("till", "payment")}";
        using var access = keys.Open();
        var log = new LogLines();
        await using var shop = await LocalShop.StartAsync(new LocalShop.Plan { Access = access, Logger = log });
        await using var admin = await LocalAdmin.StartAsync(
            shop, log, tls: null, options => options with { Access = access });
        for (var call = 0; call < Flood; call++)
        {
            Assert.Equal(401, (await shop.Call.GetAsync("/stock/find/1")).Status);
        }

        Assert.InRange(log.Of(Category).Count, 1, Flood / 2);
        Assert.Equal(403, (await shop.Call.SendAsync(HttpMethod.Get, "/stock/find/1", ("Authorization", till))).Status);
        using var http = new HttpClient { BaseAddress = admin.Url };
        http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", till);
        using var refused = await http.GetAsync(
            new Uri("/admin/v1/node", UriKind.Relative), TestContext.Current.CancellationToken);
        await Eventually.IsAsync("both are recorded", () => Task.FromResult(OfTill().Count == 2));

        Assert.Equal(
            ["/stock/find/{item_id} 403", "/admin/v1/node 403"],
            OfTill().Select(line => $"{line.GetProperty("Route").GetString()} {line.GetProperty("Status")}"));
        Assert.Equal(Flood + 2, Lines().Sum(line =>
            1 + (line.TryGetProperty("Omitted", out var omitted) ? omitted.GetInt32() : 0)));

        List<JsonElement> Lines() => [.. log.Of(Category).Select(line => JsonDocument.Parse(line).RootElement)];

        List<JsonElement> OfTill() =>
        [
            .. Lines().Where(line => line.TryGetProperty("Caller", out var caller) && caller.GetString() == "till"),
        ];
    }

    [Fact]
    public async Task Without_callers_there_is_no_record()
    {
        var log = new LogLines();
        await using var shop = await LocalShop.StartAsync(new LocalShop.Plan { Logger = log });
        await shop.Call.PostAsync("/payment/create_user");
        Assert.Empty(log.Of(Category));
    }

    [Fact]
    public async Task The_document_has_the_scopes_of_each_call()
    {
        await using var shop = await LocalShop.StartAsync(new LocalShop.Plan());
        var document = (await shop.Call.GetAsync("/openapi/v1.json")).Json;
        var scheme = document.GetProperty("components").GetProperty("securitySchemes").GetProperty("credentials");
        Assert.Equal("bearer", scheme.GetProperty("scheme").GetString());

        Assert.Equal(["shopper", "orders"], ScopesOf("/orders/find/{order_id}", "get"));
        Assert.Equal(["orders"], ScopesOf("/orders/cancel/{order_id}", "post"));
        Assert.Equal(["reset"], ScopesOf("/stock/batch_init/{n}/{starting_stock}/{item_price}", "post"));
        Assert.Empty(ScopesOf("/healthz/live", "get"));

        IEnumerable<string?> ScopesOf(string path, string method) =>
            document.GetProperty("paths").GetProperty(path).GetProperty(method)
                .TryGetProperty("security", out var security)
                    ? security.EnumerateArray().Select(one => one.GetProperty("credentials")[0].GetString())
                    : [];
    }
}
