using System.Text;
using Cartwright.Http.Tests.Local;
using Cartwright.Http.Tests.Server;
using Cartwright.Web.Access;
using Microsoft.Extensions.Logging.Testing;

namespace Cartwright.Http.Tests.Access;

/// <summary>A shop, its gateway and its admin address with API keys.</summary>
public sealed class ApiKeyTests : IAsyncLifetime
{
    private const string Create = "/payment/create_user";
    private const string OneOfTwo = "/orders/find/1";

    private readonly KeyFile _keys = new();
    private readonly FakeLogger _log = new();
    private string _till = "";
    private string _operator = "";
    private AccessControl _access = null!;
    private LocalShop _shop = null!;

    public async ValueTask InitializeAsync()
    {
        _till = _keys.Add("till", "payment");
        _operator = _keys.Add("operator", "operate");
        _access = _keys.Open(_log);
        _shop = await LocalShop.StartAsync(new LocalShop.Plan { Access = _access });
    }

    [Fact]
    public async Task No_credentials_wrong_ones_and_those_of_another_form_get_the_same_answer()
    {
        foreach (var header in (string?[])
        [
            null, "", "Bearer", "Bearer ", "Bearer wrong", $"Bearer {_till}x", $"Bearer {_till[..^1]}", _till,
            $"Digest {_till}", BasicOf("till", _till), $"Bearer {_till}, Bearer {_till}",
        ])
        {
            var reply = await SendAsync(_shop.Call, HttpMethod.Post, Create, header);
            reply.MustBeProblem(401, "unauthenticated");
            Assert.Equal("Bearer realm=\"cartwright\"", reply.Header("WWW-Authenticate"));
            Assert.Equal("This needs valid credentials in the header Authorization.", reply.Text("detail"));
        }
    }

    [Fact]
    public async Task A_key_is_good_for_its_scopes_alone()
    {
        var bearer = $"Bearer {_till}";
        Assert.Equal(200, (await SendAsync(_shop.Call, HttpMethod.Post, Create, bearer)).Status);
        var other = await SendAsync(_shop.Call, HttpMethod.Get, OneOfTwo, bearer);
        other.MustBeProblem(403, "forbidden");
        Assert.Equal("This needs the scope shopper or orders.", other.Text("detail"));
        (await SendAsync(_shop.Call, HttpMethod.Get, "/openapi/v1.json", bearer)).MustBeProblem(403, "forbidden");
        Assert.Equal(200, (await SendAsync(_shop.Call, HttpMethod.Get, "/healthz/ready", null)).Status);
        (await SendAsync(_shop.Call, HttpMethod.Get, "/no/such/path", null)).MustBeProblem(404, "no-such-path");
        (await SendAsync(_shop.Call, HttpMethod.Get, Create, null)).MustBeProblem(405, "method-not-allowed");
    }

    // The key of another request is not looked up either.
    [Fact]
    public async Task A_rejected_request_reads_no_body_draws_no_number_and_stores_nothing_under_its_key()
    {
        var rejected = await RawConnection.ExchangeAsync(
            _shop.Url,
            $"POST {Create} HTTP/1.1\r\nHost: localhost\r\nIdempotency-Key: k\r\nContent-Length: 60000\r\n\r\n");
        rejected.MustBeProblem(401, "unauthenticated");

        var first = await SendAsync(_shop.Call, HttpMethod.Post, Create, $"Bearer {_till}", ("Idempotency-Key", "k"));
        Assert.Equal(200, first.Status);
        (await SendAsync(_shop.Call, HttpMethod.Post, Create, null, ("Idempotency-Key", "k")))
            .MustBeProblem(401, "unauthenticated");
        var next = await SendAsync(_shop.Call, HttpMethod.Post, Create, $"Bearer {_till}");
        Assert.Equal(long.Parse(first.Text("user_id")) + 1, long.Parse(next.Text("user_id")));
    }

    [Fact]
    public async Task A_gateway_passes_credentials_on_and_decides_nothing()
    {
        await using var gateway = await LocalGateway.StartAsync(
            [_shop.Url.ToString()], access: _access);
        using var caller = new ShopCaller(gateway.Url);

        Assert.Equal(200, (await SendAsync(caller, HttpMethod.Post, Create, $"Bearer {_till}")).Status);
        (await SendAsync(caller, HttpMethod.Get, OneOfTwo, $"Bearer {_till}")).MustBeProblem(403, "forbidden");
        var rejected = await SendAsync(caller, HttpMethod.Post, Create, null);
        rejected.MustBeProblem(401, "unauthenticated");
        Assert.Equal("Bearer realm=\"cartwright\"", rejected.Header("WWW-Authenticate"));
        (await SendAsync(caller, HttpMethod.Get, "/scalar", $"Bearer {_till}")).MustBeProblem(403, "forbidden");
    }

    [Fact]
    public async Task A_browser_opens_what_is_for_operators_with_the_name_and_the_key()
    {
        await using var admin = await LocalAdmin.StartAsync(
            _shop, change: options => options with { Access = _access }, key: _operator);
        const string node = "/admin/v1/node";
        var asked = await SendAsync(admin.Call, HttpMethod.Get, node, null);
        asked.MustBeProblem(401, "unauthenticated");
        Assert.Equal(
            "Bearer realm=\"cartwright\", Basic realm=\"cartwright\", charset=\"UTF-8\"",
            asked.Header("WWW-Authenticate"));

        var basic = BasicOf("operator", _operator);
        Assert.Equal(200, (await SendAsync(admin.Call, HttpMethod.Get, node, basic)).Status);
        (await SendAsync(admin.Call, HttpMethod.Get, node, BasicOf("till", _operator)))
            .MustBeProblem(401, "unauthenticated");
        (await SendAsync(admin.Call, HttpMethod.Get, node, BasicOf("till", _till))).MustBeProblem(403, "forbidden");
    }

    [Fact]
    public async Task Two_lines_of_a_name_are_valid_until_the_first_is_removed()
    {
        var second = _keys.Add("till", "payment");
        await StatusIsAsync(second, 200);
        await StatusIsAsync(_till, 200);

        _keys.Remove("till");
        await StatusIsAsync(_till, 401);
        await StatusIsAsync(second, 401);
        var third = _keys.Add("till", "payment");
        await StatusIsAsync(third, 200);
    }

    [Fact]
    public async Task A_file_that_becomes_malformed_leaves_the_keys_as_they_are()
    {
        _keys.Write("till payment\n");
        await Eventually.IsAsync(
            "the file is read",
            () => Task.FromResult(_log.Collector.GetSnapshot().Any(
                line => line.Message.Contains("cannot use", StringComparison.Ordinal))));
        Assert.Equal(200, (await SendAsync(_shop.Call, HttpMethod.Post, Create, $"Bearer {_till}")).Status);

        var added = _keys.Add("back-end", "payment");
        await StatusIsAsync(added, 200);
    }

    public async ValueTask DisposeAsync()
    {
        await _shop.DisposeAsync();
        _access.Dispose();
        _keys.Dispose();
    }

    private static string BasicOf(string name, string key) =>
        "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{key}"));

    private static Task<Reply> SendAsync(
        ShopCaller caller, HttpMethod method, string path, string? header, params (string, string)[] more) =>
        caller.SendAsync(method, path, header is null ? more : [("Authorization", header), .. more]);

    private Task StatusIsAsync(string key, int status) => Eventually.IsAsync(
        $"the status is {status}",
        async () => (await SendAsync(_shop.Call, HttpMethod.Post, Create, $"Bearer {key}")).Status == status);
}
