using Cartwright.Client;
using Microsoft.Extensions.Time.Testing;

namespace Cartwright.Http.Tests.Clients;

/// <summary>Which calls the client repeats, with which key, how often and for how long.</summary>
public sealed class ClientRetryTests
{
    private static readonly Func<HttpResponseMessage> Made = ScriptedShop.Json("""{"user_id":"7"}""");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> Passing =>
        ["overloaded", "unavailable", "in progress", "outcome unknown", "proxy", "lost", "not connected"];

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task A_call_that_was_not_served_is_repeated_with_its_key(string trouble)
    {
        using var shop = new ScriptedShop(AnswerOf(trouble), AnswerOf(trouble), Made);
        using var client = shop.Client();

        Assert.Equal("7", await client.Payment.CreateUserAsync(cancellation: Stop));

        Assert.Equal(3, shop.Sent.Count);
        Assert.NotNull(Assert.Single(shop.Sent.Select(sent => sent.Key).Distinct()));
        Assert.All(shop.Sent, sent => Assert.Equal("POST /payment/create_user", sent.Call));
    }

    [Theory]
    [InlineData(400, "out-of-range")]
    [InlineData(404, "unknown-user")]
    [InlineData(409, "order-paid")]
    [InlineData(422, "idempotency-key-reused")]
    [InlineData(503, "attempt-superseded")]
    public async Task A_rejection_is_final(int status, string code)
    {
        using var shop = new ScriptedShop(ScriptedShop.Problem(status, code), Made);
        using var client = shop.Client();

        var rejected = await Assert.ThrowsAsync<ShopRejectionException>(
            () => client.Payment.CreateUserAsync(cancellation: Stop));

        Assert.Equal((code, status, "Because."), (rejected.Code, rejected.Rejection.Status, rejected.Rejection.Detail));
        Assert.Single(shop.Sent);
    }

    [Fact]
    public async Task A_fault_of_the_shop_is_not_repeated()
    {
        using var shop = new ScriptedShop(ScriptedShop.Problem(500, "internal-error"), Made);
        using var client = shop.Client();

        var fault = await Assert.ThrowsAsync<ShopUnavailableException>(
            () => client.Payment.CreateUserAsync(cancellation: Stop));

        Assert.Equal("internal-error", fault.Problem!.Code);
        Assert.Single(shop.Sent);
    }

    [Fact]
    public async Task Each_action_has_a_key_of_its_own_and_a_read_has_none()
    {
        using var shop = new ScriptedShop(Made, Made, Made, ScriptedShop.Json("""{"user_id":"7","credit":3}"""));
        using var client = shop.Client();
        await client.Payment.CreateUserAsync(cancellation: Stop);
        await client.Payment.CreateUserAsync(cancellation: Stop);
        await client.Payment.CreateUserAsync("mine", Stop);
        await client.Payment.FindUserAsync("7", Stop);

        var keys = shop.Sent.Select(sent => sent.Key).ToList();
        Assert.Equal(3, keys.Take(3).Distinct().Count());
        Assert.Equal(["mine", null], keys[2..]);
        Assert.All(shop.Sent, sent => Assert.Equal("application/json", sent.Accept));
    }

    [Fact]
    public async Task The_number_of_retries_has_a_bound()
    {
        using var shop = new ScriptedShop(ScriptedShop.Problem(429, "overloaded"));
        using var client = shop.Client(ScriptedShop.Retries(3));

        var fault = await Assert.ThrowsAsync<ShopUnavailableException>(
            () => client.Payment.CreateUserAsync("mine", Stop));

        Assert.Equal(4, shop.Sent.Count);
        Assert.Equal(("mine", false, "overloaded"), (fault.IdempotencyKey, fault.MayHaveHappened, fault.Problem!.Code));
        Assert.Contains("4 tries", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lost", true)]
    [InlineData("outcome unknown", true)]
    [InlineData("in progress", true)]
    [InlineData("proxy", true)]
    [InlineData("not connected", false)]
    [InlineData("unavailable", false)]
    public async Task A_call_that_was_given_up_says_whether_it_may_have_happened(string trouble, bool mayHave)
    {
        using var shop = new ScriptedShop(AnswerOf(trouble), ScriptedShop.Problem(503, "shutting-down"));
        using var client = shop.Client(ScriptedShop.Retries(1));

        var fault = await Assert.ThrowsAsync<ShopUnavailableException>(
            () => client.Payment.PayAsync("7", 1, cancellation: Stop));

        Assert.Equal(mayHave, fault.MayHaveHappened);
        Assert.Equal(shop.Sent[0].Key, fault.IdempotencyKey);
    }

    [Fact]
    public async Task A_pause_is_as_long_as_the_shop_asks()
    {
        var clock = new FakeTimeProvider();
        using var shop = new ScriptedShop(ScriptedShop.Problem(503, "database-unavailable", retryAfter: 7), Made);
        using var client = shop.Client(new() { Clock = clock });
        var call = client.Payment.CreateUserAsync(cancellation: Stop);

        var waited = await ClientClock.AdvanceUntilAsync(clock, () => shop.Sent.Count == 2);

        Assert.Equal("7", await call);
        Assert.InRange(waited.TotalSeconds, 6.9, 30);
    }

    // The shop asks for a pause that exceeds the time of the call.
    [Fact]
    public async Task The_time_of_a_call_has_a_bound()
    {
        var clock = new FakeTimeProvider();
        using var shop = new ScriptedShop(ScriptedShop.Problem(503, "database-unavailable", retryAfter: 3600));
        using var client = shop.Client(new() { Clock = clock, CallTimeout = TimeSpan.FromSeconds(20) });
        var call = client.Payment.CreateUserAsync(cancellation: Stop);

        var waited = await ClientClock.AdvanceUntilAsync(clock, () => call.IsCompleted);

        var fault = await Assert.ThrowsAsync<ShopUnavailableException>(() => call);
        Assert.InRange(waited.TotalSeconds, 19.9, 60);
        Assert.Equal("database-unavailable", fault.Problem!.Code);
        Assert.Single(shop.Sent);
    }

    [Fact]
    public async Task A_silent_shop_is_asked_again_after_the_time_of_a_try()
    {
        var clock = new FakeTimeProvider();
        using var shop = new ScriptedShop(ScriptedShop.Silence, Made);
        using var client = shop.Client(new()
        {
            Clock = clock, TryTimeout = TimeSpan.FromSeconds(5), PauseMin = TimeSpan.Zero, PauseMax = TimeSpan.Zero,
        });
        var call = client.Payment.CreateUserAsync(cancellation: Stop);

        var waited = await ClientClock.AdvanceUntilAsync(clock, () => shop.Sent.Count == 2);

        Assert.Equal("7", await call);
        Assert.InRange(waited.TotalSeconds, 4.9, 30);
    }

    // A repeat waits only for the rest of the time; the time of a try exceeds the wait that it asks for.
    [Fact]
    public async Task A_repeated_checkout_waits_for_the_rest_of_its_time()
    {
        var clock = new FakeTimeProvider();
        using var shop = new ScriptedShop(
            ScriptedShop.Silence, ScriptedShop.Json("""{"order_id":"1","status":"processing","attempt":"2"}""", 202));
        using var client = shop.Client(new()
        {
            Clock = clock,
            OutcomeWait = TimeSpan.FromSeconds(10),
            TryTimeout = TimeSpan.FromSeconds(5),
            PauseMin = TimeSpan.Zero,
            PauseMax = TimeSpan.Zero,
        });
        var call = client.Orders.CheckOutOrderAsync("1", cancellation: Stop);

        var waited = await ClientClock.AdvanceUntilAsync(clock, () => call.IsCompleted);

        Assert.Equal(CheckoutState.Processing, (await call).State);
        Assert.InRange(waited.TotalSeconds, 14.9, 60);
        Assert.Equal(["wait=10", "respond-async"], shop.Sent.Select(sent => sent.Prefer));
    }

    [Fact]
    public async Task A_caller_can_end_a_call()
    {
        using var shop = new ScriptedShop(ScriptedShop.Silence);
        using var client = shop.Client();
        using var stop = new CancellationTokenSource();
        var call = client.Payment.CreateUserAsync(cancellation: stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Single(shop.Sent);
    }

    private static Func<HttpResponseMessage> AnswerOf(string trouble) => trouble switch
    {
        "overloaded" => ScriptedShop.Problem(429, "overloaded"),
        "unavailable" => ScriptedShop.Problem(503, "service-unavailable"),
        "in progress" => ScriptedShop.Problem(409, "request-in-progress"),
        "outcome unknown" => ScriptedShop.Problem(503, "outcome-unknown"),
        "proxy" => ScriptedShop.Text("<html>Bad gateway</html>", 502),
        "lost" => ScriptedShop.Lost(),
        "not connected" => ScriptedShop.Lost(HttpRequestError.ConnectionError),
        _ => throw new ArgumentException(trouble),
    };
}
