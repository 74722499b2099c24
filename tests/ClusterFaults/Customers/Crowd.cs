using System.Collections.Concurrent;
using System.Globalization;

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
/// cancel some orders, and pay for something else, every second time without a key; each remembers what it was told.
/// Nothing that they ask for may be refused by the rules: their own orders, paid ones, credit and stock enough. What
/// comes without a key and without an answer is not repeated: an order whose lines are in doubt is left alone, and a
/// payment in doubt may be there or not.
/// </summary>
internal sealed class Crowd : IAsyncDisposable
{
    private const int Buyers = 6;
    private const int StockAtStart = 1_000_000;
    private const int CreditAtStart = 1_000_000;
    private const int LooksAtOnce = 8;

    // What a checkout has until it may fail because of its time, and what two processes' clocks may differ by.
    private static readonly TimeSpan CheckoutTime = TimeSpan.FromSeconds(30 - 1);

    private readonly Shop _shop;
    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentQueue<Purchase> _purchases = new();
    private readonly (long Sure, long Possible)[] _paidOtherwise = new (long, long)[Buyers];
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
            var (sure, possible) = _paidOtherwise[user];
            var most = CreditAtStart - kept.Where(p => p.User == user).Sum(p => p.Quantity) - sure;
            var credit = (await _shop.FindAsync($"/payment/find_user/{_users[user]}")).Member("credit");
            Assert.InRange(long.Parse(credit!, CultureInfo.InvariantCulture), most - possible, most);
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
        var order = await Eventually.FindAsync($"order {purchase.Order} is settled", async () =>
        {
            var found = await _shop.FindAsync($"/orders/find/{purchase.Order}");
            return found.Member("status") is "processing" or "cancelling" ? null : found;
        });
        var end = order.Member("status")!;
        var isTrue = purchase switch
        {
            { IsCancelled: true } => end == "cancelled",
            { Told: "processing" } => end is "paid" or "failed",
            _ => end == purchase.Told,
        };
        Assert.True(isTrue, $"{purchase}, but it ended {end}");

        // Each unit costs 1: a line that was added twice would cost twice as much.
        Assert.Equal($"{purchase.Quantity}", order.Member("total_cost"));
        return end;
    }

    private async Task BuyAsync(int user)
    {
        _users[user] = await _shop.MakeAsync("/payment/create_user", "user_id");
        await _shop.DoAsync($"/payment/add_funds/{_users[user]}/{CreditAtStart}");
        for (var turn = 0; !_closing.IsCancellationRequested; turn++)
        {
            var isKeyed = turn / 3 % 2 == 0;
            if (await BuyOnceAsync(user, turn, isKeyed) is { } purchase)
            {
                if (purchase.Told == "paid" && turn % 3 == 2)
                {
                    await DoAsync($"/orders/cancel/{purchase.Order}", isKeyed, isRepeatable: true);
                    purchase = purchase with { IsCancelled = true };
                }

                _purchases.Enqueue(purchase);
            }

            if (turn % 5 == 0)
            {
                await PayAsync(user, isKeyed);
            }

            // What has died needs the machine to come back.
            await Eventually.PauseAsync();
        }
    }

    /// <summary>One order of the user's, checked out; null where its line may be there or not.</summary>
    private async Task<Purchase?> BuyOnceAsync(int user, int turn, bool isKeyed)
    {
        var quantity = 1 + (turn % 2);
        var made = await DoAsync($"/orders/create/{_users[user]}", isKeyed, isRepeatable: false);
        if (made.IsUnknown)
        {
            return null;
        }

        var order = made.Member("order_id")!;
        var added = await DoAsync($"/orders/addItem/{order}/{_item}/{quantity}", isKeyed, isRepeatable: false);
        if (added.IsUnknown)
        {
            return null;
        }

        var prefer = turn % 3 == 0 ? null : "wait=10";
        var path = $"/orders/checkout/{order}";
        var call = isKeyed
            ? await _shop.AskAsync(HttpMethod.Post, path, prefer)
            : await _shop.AskWithoutKeyAsync(path, prefer, isRepeatable: true);
        var told = call.IsSuccess ? call.Member("status")! : "failed";
        RequireTrueRefusal(call, told);
        return new Purchase(order, user, quantity) { Told = told, SentAt = call.SentAt, ToldAt = _shop.Now };
    }

    // There is enough of everything. A checkout whose time ran out while a part was away has failed truly.
    private void RequireTrueRefusal(Call call, string told)
    {
        var code = call.Member(call.IsSuccess ? "reason" : "code");
        Assert.True(told != "failed" || code == "timeout", $"Refused without a reason: {call.Status} {call.Body}");
        var time = _shop.Now - call.FirstSentAt;
        Assert.True(told != "failed" || time >= CheckoutTime, $"Out of time after {time.TotalSeconds:F1} s.");
    }

    private async Task PayAsync(int user, bool isKeyed)
    {
        var (sure, possible) = _paidOtherwise[user];
        var call = await DoAsync($"/payment/pay/{_users[user]}/1", isKeyed, isRepeatable: false);
        _paidOtherwise[user] = call.IsUnknown ? (sure, possible + 1) : (sure + 1, possible);
    }

    private Task<Call> DoAsync(string path, bool isKeyed, bool isRepeatable) => isKeyed
        ? _shop.DoAsync(path)
        : _shop.AskWithoutKeyAsync(path, prefer: null, isRepeatable);
}
