using System.Collections.Concurrent;

namespace Cartwright.ClusterFaults.Customers;

/// <summary>One order: what it takes, and what its buyer was told.</summary>
internal sealed record Purchase(string Order, int User, int Quantity)
{
    /// <summary>paid, failed or processing.</summary>
    public required string Told { get; init; }

    public bool IsCancelled { get; init; }

    /// <summary>When the request was sent that was answered.</summary>
    public TimeSpan SentAt { get; init; }

    /// <summary>When it was answered.</summary>
    public TimeSpan ToldAt { get; init; }
}

/// <summary>
/// Buyers of one item who go on until they are told to stop. They order, check out (waiting for the outcome or not),
/// cancel some orders, and pay for something else; each remembers what it was told.
/// </summary>
internal sealed class Crowd : IAsyncDisposable
{
    private const int Buyers = 6;
    private const int StockAtStart = 1_000_000;
    private const int CreditAtStart = 1_000_000;
    private const int LooksAtOnce = 8;

    private readonly Shop _shop;
    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentQueue<Purchase> _purchases = new();
    private readonly ConcurrentDictionary<int, long> _paidOtherwise = new();
    private readonly string[] _users = new string[Buyers];
    private string _item = "";
    private Task _buyers = Task.CompletedTask;

    private Crowd(Shop shop) => _shop = shop;

    public Shop Shop => _shop;

    public static async Task<Crowd> EnterAsync(Uri url)
    {
        var crowd = new Crowd(new Shop(url));
        crowd._item = await crowd._shop.MakeAsync("/stock/item/create/1", "item_id");
        await crowd._shop.DoAsync($"/stock/add/{crowd._item}/{StockAtStart}");
        crowd._buyers = Task.WhenAll(Enumerable.Range(0, Buyers).Select(crowd.BuyAsync));
        await Eventually.TrueAsync("sales have begun", () => crowd._purchases.Any(p => p.Told == "paid"));
        return crowd;
    }

    /// <summary>Waits for a sale that was asked for after a moment, and gives how long after it was answered.</summary>
    public async Task<TimeSpan> FirstSaleAfterAsync(TimeSpan moment)
    {
        var first = await Eventually.FindAsync("a sale after the fault", () => Task.FromResult(
            _purchases.Where(p => p.SentAt > moment && p.Told == "paid").MinBy(p => p.ToldAt)));
        return first.ToldAt - moment;
    }

    /// <summary>Sends them home, and fails unless everything is as they were told.</summary>
    /// <returns>How many orders there were.</returns>
    public async Task<int> LeaveAsync()
    {
        await _closing.CancelAsync();
        await _buyers;
        ConcurrentDictionary<string, string> ends = [];
        await Parallel.ForEachAsync(
            _purchases,
            new ParallelOptions { MaxDegreeOfParallelism = LooksAtOnce },
            async (purchase, _) => Assert.True(ends.TryAdd(purchase.Order, await SettledAsync(purchase))));

        var kept = _purchases.Where(purchase => ends[purchase.Order] == "paid").ToList();
        var stock = (await _shop.FindAsync($"/stock/find/{_item}")).Member("stock");
        Assert.Equal($"{StockAtStart - kept.Sum(purchase => purchase.Quantity)}", stock);
        for (var user = 0; user < Buyers; user++)
        {
            var spent = kept.Where(p => p.User == user).Sum(p => p.Quantity) + _paidOtherwise.GetValueOrDefault(user);
            var credit = (await _shop.FindAsync($"/payment/find_user/{_users[user]}")).Member("credit");
            Assert.Equal($"{CreditAtStart - spent}", credit);
        }

        return _purchases.Count;
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _buyers.ContinueWith(_ => _shop.Dispose(), TaskScheduler.Default);
        _closing.Dispose();
    }

    private async Task<string> SettledAsync(Purchase purchase)
    {
        var end = await Eventually.FindAsync($"order {purchase.Order} is settled", async () =>
        {
            var status = (await _shop.FindAsync($"/orders/find/{purchase.Order}")).Member("status");
            return status is "processing" or "cancelling" ? null : status;
        });
        var isTrue = purchase switch
        {
            { IsCancelled: true } => end == "cancelled",
            { Told: "processing" } => end is "paid" or "failed",
            _ => end == purchase.Told,
        };
        Assert.True(isTrue, $"{purchase}, but it ended {end}");
        return end;
    }

    private async Task BuyAsync(int user)
    {
        _users[user] = await _shop.MakeAsync("/payment/create_user", "user_id");
        await _shop.DoAsync($"/payment/add_funds/{_users[user]}/{CreditAtStart}");
        for (var turn = 0; !_closing.IsCancellationRequested; turn++)
        {
            var purchase = await BuyOnceAsync(user, quantity: 1 + turn % 2, prefer: turn % 3 == 0 ? null : "wait=10");
            if (purchase.Told == "paid" && turn % 3 == 2)
            {
                await _shop.DoAsync($"/orders/cancel/{purchase.Order}");
                purchase = purchase with { IsCancelled = true };
            }

            if (turn % 10 == 5)
            {
                await _shop.DoAsync($"/payment/pay/{_users[user]}/1");
                _paidOtherwise.AddOrUpdate(user, 1, (_, sum) => sum + 1);
            }

            _purchases.Enqueue(purchase);

            // What has died needs the machine to come back.
            await Eventually.PauseAsync();
        }
    }

    private async Task<Purchase> BuyOnceAsync(int user, int quantity, string? prefer)
    {
        var order = await _shop.MakeAsync($"/orders/create/{_users[user]}", "order_id");
        await _shop.DoAsync($"/orders/addItem/{order}/{_item}/{quantity}");
        var call = await _shop.AskAsync(HttpMethod.Post, $"/orders/checkout/{order}", prefer);
        var told = call.IsSuccess ? call.Member("status")! : "failed";

        // There is enough of everything. A checkout whose time ran out while a part was away has failed truly.
        Assert.True(told != "failed" || call.Member("code") == "timeout", $"Refused without a reason: {call.Body}");
        return new Purchase(order, user, quantity) { Told = told, SentAt = call.SentAt, ToldAt = _shop.Now };
    }
}
