using Cartwright.Http.Tests.Local;
using Cartwright.Http.Tests.Server;
using Cartwright.Web.Access;

namespace Cartwright.Http.Tests.Access;

/// <summary>Callers beside each other: their Idempotency-Keys, and a stream whose order gets another user.</summary>
public sealed class CallerKeyTests : IAsyncLifetime
{
    private readonly KeyFile _keys = new();
    private readonly TestIssuer _issuer = new();
    private string _one = "";
    private string _two = "";
    private AccessControl _access = null!;
    private LocalShop _shop = null!;

    public async ValueTask InitializeAsync()
    {
        _one = $"Bearer {_keys.Add("one", "payment", "orders", "reset")}";
        _two = $"Bearer {_keys.Add("two", "payment")}";
        _access = _issuer.Open(_keys);
        _shop = await LocalShop.StartAsync(new LocalShop.Plan { Access = _access });
    }

    [Fact]
    public async Task Two_callers_with_one_key_are_two_requests()
    {
        var first = await CreateAsync(_one);
        var second = await CreateAsync(_two);
        var token = await CreateAsync($"Bearer {_issuer.Token("payment")}");
        var other = await CreateAsync($"Bearer {_issuer.Token("payment", subject: "another")}");
        Assert.Equal(4, new[] { first, second, token, other }.Distinct().Count());

        Assert.Equal(first, await CreateAsync(_one));
        Assert.Equal(second, await CreateAsync(_two));
        Assert.Equal(token, await CreateAsync($"Bearer {_issuer.Token("payment stock")}"));
        Assert.Equal(other, await CreateAsync($"Bearer {_issuer.Token("payment", subject: "another")}"));
    }

    // Nor can a key of another caller be spelled: a slash in it is part of the client's own key.
    [Fact]
    public async Task A_key_with_the_name_of_another_caller_in_it_is_an_own_key()
    {
        var first = await CreateAsync(_one, "k");
        Assert.NotEqual(first, await CreateAsync(_two, "one/k"));
        Assert.NotEqual(first, await CreateAsync(_two, "../one/k"));
        var stored = StoredRows.In(_shop.Folder);
        Assert.Contains("payment one/k|", stored, StringComparison.Ordinal);
        Assert.Contains("payment two/one/k|", stored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_callers_a_key_is_stored_as_it_is()
    {
        await using var open = await LocalShop.StartAsync(new LocalShop.Plan());
        await open.Call.PostAsync("/payment/create_user", ("Idempotency-Key", "k"));
        Assert.Contains("payment k|", StoredRows.In(open.Folder), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_ends_without_an_event_when_its_order_gets_another_user()
    {
        Assert.Equal(200, (await PostAsync("/orders/batch_init/1/1/1/1")).Status);
        using var stream = await EventStream.OpenAsync(
            _shop.Url, "0", authorization: $"Bearer {_issuer.Token("shopper", "0")}");
        Assert.Equal("0 open", EventStream.Shown((await stream.NextAsync())!));

        // The order becomes another user's, which is found by trying: users are random.
        await Eventually.IsAsync("another user has the order", async () =>
        {
            Assert.Equal(200, (await PostAsync("/orders/batch_init/1/1/1000000/1")).Status);
            var found = await _shop.Call.SendAsync(HttpMethod.Get, "/orders/find/0", ("Authorization", _one));
            return found.Text("user_id") != "0";
        });
        var own = await _shop.Call.SendAsync(
            HttpMethod.Get, "/orders/find/0", ("Authorization", $"Bearer {_issuer.Token("shopper", "0")}"));
        own.MustBeProblem(404, "unknown-order");
        Assert.Equal(200, (await PostAsync("/orders/checkout/0")).Status);
        Assert.Equal("", await stream.RestAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _shop.DisposeAsync();
        _access.Dispose();
        _issuer.Dispose();
        _keys.Dispose();
    }

    private Task<Reply> PostAsync(string path) => _shop.Call.PostAsync(path, ("Authorization", _one));

    private async Task<string> CreateAsync(string authorization, string key = "same")
    {
        var reply = await _shop.Call.PostAsync(
            "/payment/create_user", ("Authorization", authorization), ("Idempotency-Key", key));
        return reply.Text("user_id");
    }
}
