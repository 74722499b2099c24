using System.Net;
using Cartwright.Http.Tests.Local;
using Cartwright.Http.Tests.Server;
using Cartwright.Web.Access;
using Cartwright.Web.Http;

namespace Cartwright.Http.Tests.Access;

/// <summary>Two callers, of which one floods the shop: it is limited, and the other one is served.</summary>
public sealed class CallerLimitTests : IAsyncLifetime
{
    private const string Code = "too-many-requests";
    private const int Writes = 5;

    // More than a bucket has after a pause, and than it gets back while they are sent one by one.
    private const int Flood = 2_000;

    private readonly KeyFile _keys = new();
    private readonly TestIssuer _issuer = new();
    private string _greedy = "";
    private string _other = "";
    private AccessControl _access = null!;

    public ValueTask InitializeAsync()
    {
        _greedy = $"Bearer {_keys.Add("greedy", "orders", "payment", "stock", "reset")}";
        _other = $"Bearer {_keys.Add("other", "orders", "payment")}";
        _access = _issuer.Open(_keys);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_caller_that_floods_is_limited_and_the_other_one_is_served()
    {
        // A rejected write keeps no place: two of them are enough.
        await using var shop = await StartAsync(
            new CallerLimits { WritesPerSecondMax = Writes, WritesUnderWayMax = 2 });
        await FloodAsync(shop.Call, _greedy);
        for (var write = 0; write < Writes; write++)
        {
            Assert.Equal(200, (await CreateAsync(shop.Call, _other)).Status);
        }

        // Reads are not limited, and the caller is served again later on.
        Assert.Equal(404, (await shop.Call.SendAsync(HttpMethod.Get, "/payment/find_user/7", By(_greedy))).Status);
        await Eventually.IsAsync(
            "the caller is served again", async () => (await CreateAsync(shop.Call, _greedy)).Status == 200);
    }

    [Fact]
    public async Task Each_subject_and_each_address_has_its_own_limit()
    {
        await using var shop = await StartAsync(new CallerLimits { WritesPerSecondMax = Writes });
        await FloodAsync(shop.Call, $"Bearer {_issuer.Token("payment", subject: "greedy")}");
        Assert.Equal(
            200, (await CreateAsync(shop.Call, $"Bearer {_issuer.Token("payment", subject: "other")}")).Status);
        Assert.Equal(200, (await CreateAsync(shop.Call, _greedy)).Status);

        // Without valid credentials the address counts, which is the same here; keys are not guessed without a bound.
        await FloodAsync(shop.Call, "Bearer wrong", served: 401);
        (await shop.Call.PostAsync("/payment/create_user")).MustBeProblem(429, Code);
        Assert.Equal(200, (await CreateAsync(shop.Call, _other)).Status);
    }

    // A node that hears no answer: checkouts wait for their outcome as long as their clients do. A write beyond the
    // limit is rejected before its body is read, which is never sent, and before its key is taken.
    [Fact]
    public async Task A_caller_has_so_many_writes_under_way_and_no_more()
    {
        await using var shop = await StartAsync(
            new CallerLimits { WritesPerSecondMax = 0, WritesUnderWayMax = 2 }, LocalShop.Plan.OrdersAlone);
        await shop.Call.PostAsync("/orders/batch_init/9/2/1/10", By(_greedy));
        using var gone = new CancellationTokenSource();
        var waiting = Enumerable.Range(0, 2).Select(order => CheckOutAsync(shop.Url, order, gone.Token)).ToList();

        Reply? refused = null;
        await Eventually.IsAsync("both wait", async () =>
        {
            var reply = await shop.Call.PostAsync("/orders/create/1", By(_greedy));
            refused = reply.Status == 429 ? reply : null;
            return refused is not null;
        });
        Assert.Equal("1", refused!.MustBeProblem(429, Code).Header("Retry-After"));
        Assert.Contains("under way", refused.Text("detail"), StringComparison.Ordinal);
        Assert.Equal(200, (await shop.Call.PostAsync("/orders/create/1", By(_other))).Status);
        Assert.Equal(200, (await shop.Call.SendAsync(HttpMethod.Get, "/orders/find/0", By(_greedy))).Status);

        var before = StoredRows.In(shop.Folder);
        (await RawConnection.ExchangeAsync(
            shop.Url,
            "POST /orders/create/1 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n"
                + $"Authorization: {_greedy}\r\nIdempotency-Key: once\r\n\r\n")).MustBeProblem(429, Code);
        Assert.Equal(before, StoredRows.In(shop.Folder));

        await gone.CancelAsync();
        await Task.WhenAll(waiting);
        await Eventually.IsAsync(
            "their places are free, and so is the key",
            async () => (await shop.Call.PostAsync("/orders/create/1", By(_greedy), ("Idempotency-Key", "once")))
                .Status == 200);
    }

    [Fact]
    public async Task A_caller_has_so_many_streams_and_no_more()
    {
        await using var shop = await StartAsync(new CallerLimits { StreamsMax = 2 });
        await shop.Call.PostAsync("/orders/batch_init/9/2/1/10", By(_greedy));
        using var first = await EventStream.OpenAsync(shop.Url, "0", authorization: _greedy);
        using (await EventStream.OpenAsync(shop.Url, "1", authorization: _greedy))
        {
            var refused = await shop.Call.SendAsync(HttpMethod.Get, "/orders/events/2", By(_greedy));
            Assert.Equal("1", refused.MustBeProblem(429, Code).Header("Retry-After"));
            using var another = await EventStream.OpenAsync(shop.Url, "2", authorization: _other);
        }

        await Eventually.IsAsync(
            "the place of a closed stream is free", async () => await IsStreamedAsync(shop.Url, "2", _greedy));
    }

    // Nodes of services leave it to their gateway, so that no caller is limited twice.
    [Fact]
    public async Task A_gateway_limits_the_callers_of_its_nodes()
    {
        var limits = new CallerLimits { WritesPerSecondMax = Writes, StreamsMax = 1 };
        await using var node = await LocalShop.StartAsync(new LocalShop.Plan
        {
            Access = _access,
            Shop = options => (options with { Callers = limits }).BehindGateway(),
        });
        await using var gateway = await LocalGateway.StartAsync(
            [node.Url.GetLeftPart(UriPartial.Authority)],
            limit: options => options with { Callers = limits },
            access: _access);
        using var call = new ShopCaller(gateway.Url);

        await FloodAsync(call, _greedy);
        Assert.Equal(200, (await CreateAsync(call, _other)).Status);
        await FloodAsync(call, "Bearer wrong", served: 401);
        Assert.Equal(200, (await CreateAsync(call, _other)).Status);
        for (var write = 0; write < Writes * 3; write++)
        {
            Assert.Equal(200, (await CreateAsync(node.Call, _greedy)).Status);
        }

        Assert.Equal(200, (await node.Call.PostAsync("/orders/batch_init/9/2/1/10", By(_greedy))).Status);
        using var stream = await EventStream.OpenAsync(gateway.Url, "0", authorization: _greedy);
        (await call.SendAsync(HttpMethod.Get, "/orders/events/1", By(_greedy))).MustBeProblem(429, Code);
        using var another = await EventStream.OpenAsync(gateway.Url, "1", authorization: _other);
    }

    // Without credentials there are no callers: a proxy in front has one address for all its clients.
    [Fact]
    public async Task Without_credentials_and_without_bounds_nobody_is_limited()
    {
        var limits = new CallerLimits { WritesPerSecondMax = 1, WritesUnderWayMax = 1, StreamsMax = 1 };
        await using var open = await LocalShop.StartAsync(
            new LocalShop.Plan { Shop = options => options with { Callers = limits } });
        await using var unbounded = await StartAsync(CallerLimits.None);
        for (var write = 0; write < 50; write++)
        {
            Assert.Equal(200, (await open.Call.PostAsync("/payment/create_user")).Status);
            Assert.Equal(200, (await CreateAsync(unbounded.Call, _greedy)).Status);
        }
    }

    [Fact]
    public void Callers_are_counted_in_a_bounded_number_of_buckets()
    {
        var random = new Random(7);
        var subjects = Enumerable.Range(0, 200_000).Select(subject =>
            CallerBucket.Of(new Caller($"token:{subject}", Scopes.OneUser), IPAddress.Loopback)).ToHashSet();
        var addresses = Enumerable.Range(0, 200_000).Select(_ =>
        {
            var bytes = new byte[16];
            random.NextBytes(bytes);
            return CallerBucket.Of(caller: null, new IPAddress(bytes));
        }).ToHashSet();
        Assert.InRange(subjects.Count, CallerBucket.SubjectSlots / 2, CallerBucket.SubjectSlots);
        Assert.InRange(addresses.Count, CallerBucket.AddressSlots / 2, CallerBucket.AddressSlots);
        Assert.Empty(subjects.Intersect(addresses));

        var till = CallerBucket.Of(new Caller("till", Scopes.Payment), IPAddress.Loopback);
        Assert.Equal(till, CallerBucket.Of(new Caller("till", Scopes.Orders), IPAddress.None));
        Assert.NotEqual(till, CallerBucket.Of(new Caller("token", Scopes.Payment), IPAddress.Loopback));
        Assert.DoesNotContain(till, subjects.Union(addresses));
    }

    public ValueTask DisposeAsync()
    {
        _access.Dispose();
        _issuer.Dispose();
        _keys.Dispose();
        return ValueTask.CompletedTask;
    }

    private static (string Name, string Value) By(string authorization) => ("Authorization", authorization);

    private Task<LocalShop> StartAsync(CallerLimits limits, LocalShop.Plan? plan = null) =>
        LocalShop.StartAsync((plan ?? new LocalShop.Plan()) with
        {
            Access = _access,
            Shop = options => options with { Callers = limits },
        });

    private static Task<Reply> CreateAsync(ShopCaller call, string authorization) =>
        call.PostAsync("/payment/create_user", By(authorization));

    // Writes until one is rejected: those before are served.
    private static async Task FloodAsync(ShopCaller call, string authorization, int served = 200)
    {
        for (var write = 0; write < Flood; write++)
        {
            var reply = await CreateAsync(call, authorization);
            if (reply.Status == 429)
            {
                Assert.Equal("1", reply.MustBeProblem(429, Code).Header("Retry-After"));
                Assert.InRange(write, Writes, Flood);
                return;
            }

            Assert.Equal(served, reply.Status);
        }

        Assert.Fail($"{Flood} writes at once were served, where a second has {Writes}.");
    }

    // Waits for an outcome that does not come, until the client goes. A write of the test may have its place at first.
    private async Task CheckOutAsync(Uri shop, int order, CancellationToken gone)
    {
        using var http = new HttpClient { BaseAddress = shop };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            while (true)
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, $"/orders/checkout/{order}");
                request.Headers.TryAddWithoutValidation("Authorization", _greedy);
                request.Headers.TryAddWithoutValidation("Prefer", "wait=100");
                using var refused = await http.SendAsync(request, gone);
                Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            }
        });
    }

    private static async Task<bool> IsStreamedAsync(Uri shop, string order, string authorization)
    {
        using var http = new HttpClient { BaseAddress = shop };
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/orders/events/{order}");
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return response.StatusCode == HttpStatusCode.OK;
    }
}
