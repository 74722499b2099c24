using System.Text.Json;

namespace Cartwright.Http.Tests.Access;

/// <summary>
/// Every endpoint with every kind of credentials, at a real shop and through a real gateway: the status is the one of
/// the table, and a refused request changes no row.
/// </summary>
public sealed class AccessMatrixTests(SecuredShop shop) : IClassFixture<SecuredShop>, IAsyncLifetime
{
    private const int Unauthenticated = 401;
    private const int Forbidden = 403;
    private const int NotFound = 404;

    // Each call, and the scopes of which each is enough.
    private static readonly (string Call, string Scopes)[] Calls =
    [
        ("POST /orders/create/{user_id}", "shopper orders"),
        ("POST /orders/addItem/{order_id}/{item_id}/{quantity}", "shopper orders"),
        ("POST /orders/removeItem/{order_id}/{item_id}", "shopper orders"),
        ("POST /orders/checkout/{order_id}", "shopper orders"),
        ("POST /orders/cancel/{order_id}", "orders"),
        ("GET /orders/find/{order_id}", "shopper orders"),
        ("GET /orders/list/{user_id}", "shopper orders"),
        ("GET /orders/events/{order_id}", "shopper orders"),
        ("POST /orders/batch_init/{n}/{n_items}/{n_users}/{item_price}", "reset"),
        ("POST /payment/create_user", "payment"),
        ("GET /payment/find_user/{user_id}", "shopper payment"),
        ("POST /payment/add_funds/{user_id}/{amount}", "payment"),
        ("POST /payment/pay/{user_id}/{amount}", "payment"),
        ("POST /payment/batch_init/{n}/{starting_money}", "reset"),
        ("POST /stock/item/create/{price}", "stock"),
        ("GET /stock/find/{item_id}", "shopper orders stock"),
        ("POST /stock/add/{item_id}/{amount}", "stock"),
        ("POST /stock/subtract/{item_id}/{amount}", "stock"),
        ("POST /stock/batch_init/{n}/{starting_stock}/{item_price}", "reset"),
        ("GET /openapi/v1.json", "operate"),
        ("GET /scalar", "operate"),
    ];

    private static readonly string[] Scopes = ["shopper", "orders", "payment", "stock", "reset", "operate", "observe"];

    // Another user's row is not there; a price is nobody's.
    private static readonly string[] OfAUser = ["{user_id}", "{order_id}"];

    private readonly HttpClient _http = new(new HttpClientHandler { AllowAutoRedirect = false })
    {
        Timeout = TimeSpan.FromSeconds(60),
    };
    private Dictionary<string, string> _numbers = [];

    public static TheoryData<string> All => [.. Calls.Select(call => call.Call)];

    // An order whose checkout fails, so that its stream of events ends and lines can be added.
    public async ValueTask InitializeAsync()
    {
        var user = await MemberAsync("POST /payment/create_user", "user_id");
        var item = await MemberAsync("POST /stock/item/create/30", "item_id");
        var order = await MemberAsync($"POST /orders/create/{user}", "order_id");
        await SendAsync(shop.Direct, $"POST /orders/addItem/{order}/{item}/1", $"Bearer {shop.Everything}");
        await SendAsync(shop.Direct, $"POST /orders/checkout/{order}", $"Bearer {shop.Everything}");
        _numbers = new Dictionary<string, string> { ["user_id"] = user, ["item_id"] = item, ["order_id"] = order };
    }

    [Fact]
    public async Task The_table_has_every_call()
    {
        var (_, document) = await SendAsync(shop.Direct, "GET /openapi/v1.json", $"Bearer {shop.Everything}");
        var described =
            from path in JsonDocument.Parse(document).RootElement.GetProperty("paths").EnumerateObject()
            where !path.Name.StartsWith("/healthz", StringComparison.Ordinal)
            from method in path.Value.EnumerateObject()
            select $"{method.Name.ToUpperInvariant()} {path.Name}";
        Assert.Equal(
            described.Order(),
            Calls.Select(call => call.Call).Except(["GET /openapi/v1.json", "GET /scalar"]).Order());
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Wrong_credentials_are_rejected_and_change_nothing(string call)
    {
        foreach (var (name, header) in WrongTokens.Of(shop.Issuer))
        {
            await MustBeAsync(call, name, header, Unauthenticated);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Each_scope_allows_its_calls_alone(string call)
    {
        var allowed = Calls.Single(other => other.Call == call).Scopes.Split(' ');
        foreach (var scope in Scopes)
        {
            var token = shop.Issuer.Token(scope, user: _numbers["user_id"]);
            await MustBeAsync(call, scope, $"Bearer {token}", allowed.Contains(scope) ? null : Forbidden);
        }

        await MustBeAsync(call, "no scope", $"Bearer {shop.Issuer.Token("")}", Forbidden);
        await MustBeAsync(call, "unknown scope", $"Bearer {shop.Issuer.Token("admin root")}", Forbidden);
        await MustBeAsync(call, "every key scope", $"Bearer {shop.Everything}", null);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_caller_for_one_user_finds_nothing_of_another_one(string call)
    {
        var allowed = Calls.Single(other => other.Call == call).Scopes.Split(' ').Contains("shopper");
        var isOfAUser = OfAUser.Any(number => call.Contains(number, StringComparison.Ordinal));
        var other = $"{long.Parse(_numbers["user_id"]) + 1_000_000}";
        await MustBeAsync(
            call,
            "another user",
            $"Bearer {shop.Issuer.Token("shopper", other)}",
            !allowed ? Forbidden : isOfAUser ? NotFound : null);
        foreach (var none in (string?[])[null, "", "x", "-1", "1 2"])
        {
            await MustBeAsync(call, $"user '{none}'", $"Bearer {shop.Issuer.Token("shopper", none)}", Forbidden);
        }
    }

    [Fact]
    public async Task The_admin_address_is_for_operators()
    {
        foreach (var call in (string[])
        [
            "GET /admin/v1/node", "GET /admin/v1/nodes", "GET /admin/v1/sagas", "GET /admin/v1/sagas/1",
            "POST /admin/v1/sagas/1/push", "GET /admin/v1/parked", "GET /admin/v1/parked/message",
            "POST /admin/v1/parked/replay", "POST /admin/v1/parked/drop", "GET /admin/v1/contention",
            "GET /openapi/admin-v1.json", "GET /", "GET /sagas", "GET /_framework/blazor.web.js",
            "POST /_blazor/negotiate",
        ])
        {
            var before = StoredRows.In(shop.Folder);
            foreach (var (name, header) in WrongTokens.Of(shop.Issuer))
            {
                var (status, _) = await SendAsync(shop.Admin, call, header);
                Assert.True(status == Unauthenticated, $"{call} with {name} is answered with {status}.");
            }

            foreach (var scope in Scopes)
            {
                var (status, _) = await SendAsync(shop.Admin, call, $"Bearer {shop.Issuer.Token(scope, "1")}");
                Assert.True(
                    scope == "operate" ? status is not (Unauthenticated or Forbidden) : status == Forbidden,
                    $"{call} with {scope} is answered with {status}.");
            }

            Assert.Equal(before, StoredRows.In(shop.Folder));
        }
    }

    [Fact]
    public async Task The_metrics_are_for_those_that_observe_too()
    {
        foreach (var scope in Scopes)
        {
            var (status, _) = await SendAsync(shop.Admin, "GET /metrics", $"Bearer {shop.Issuer.Token(scope, "1")}");
            Assert.True(status == (scope is "operate" or "observe" ? 200 : Forbidden), $"{scope}: {status}");
        }

        foreach (var (name, header) in WrongTokens.Of(shop.Issuer))
        {
            var (status, _) = await SendAsync(shop.Admin, "GET /metrics", header);
            Assert.True(status == Unauthenticated, $"{name}: {status}");
        }
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    // Null: any status of a call that is allowed.
    private async Task MustBeAsync(string call, string name, string? header, int? expected)
    {
        foreach (var server in (Uri[])[shop.Direct, shop.Gateway])
        {
            await AddLineAsync();
            var before = expected is null ? "" : StoredRows.In(shop.Folder);
            var (status, body) = await SendAsync(server, Filled(call), header);
            var isAsExpected = expected is { } exact
                ? status == exact
                : status is not (Unauthenticated or Forbidden or NotFound) and < 500;
            Assert.True(isAsExpected, $"{call} at {server} with {name} is answered with {status}: {body}");
            if (expected is not null)
            {
                Assert.Equal(before, StoredRows.In(shop.Folder));
            }
        }
    }

    // A call may have removed the order's line, which is then not there for the next one.
    private async Task AddLineAsync() => await SendAsync(
        shop.Direct, Filled("POST /orders/addItem/{order_id}/{item_id}/1"), $"Bearer {shop.Everything}");

    private string Filled(string call) => string.Join('/', call.Split('/').Select(part =>
        part.StartsWith('{') ? _numbers.GetValueOrDefault(part.Trim('{', '}'), "1") : part));

    private async Task<string> MemberAsync(string call, string member)
    {
        var (_, body) = await SendAsync(shop.Direct, call, $"Bearer {shop.Everything}");
        return JsonDocument.Parse(body).RootElement.GetProperty(member).GetString()!;
    }

    private async Task<(int Status, string Body)> SendAsync(Uri server, string call, string? header)
    {
        var (method, path) = (call.Split(' ')[0], call.Split(' ')[1]);
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(server, path));
        if (header is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", header);
        }

        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode,
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
