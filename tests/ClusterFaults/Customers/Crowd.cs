using System.Collections.Concurrent;
using System.Globalization;

namespace Cartwright.ClusterFaults.Customers;

/// <summary>One order: its lines, and the answers about it.</summary>
internal sealed record Purchase(string Order, int User, int Quantity)
{
    /// <summary>paid, failed or processing.</summary>
    public required string Answer { get; init; }

    public bool IsCancelled { get; init; }

    /// <summary>The time at which the answered request was sent.</summary>
    public TimeSpan SentAt { get; init; }

    /// <summary>The time of the answer.</summary>
    public TimeSpan AnsweredAt { get; init; }
}

/// <summary>
/// Buyers of one item. Until they are stopped they order, check out (with or without a wait), cancel some orders, and
/// pay for something else, every second time without a key; each remembers its answers. The rules allow everything that
/// they ask for: their own orders, paid ones, enough credit and stock. A call without a key and without an answer is
/// not repeated: an order with a line in doubt is abandoned, and a payment in doubt may have happened or not.
/// </summary>
internal sealed class Crowd : IAsyncDisposable
{
    private const int Buyers = 6;
    private const int StockAtStart = 1_000_000;
    private const int CreditAtStart = 1_000_000;
    private const int LooksAtOnce = 8;

    // The time of a checkout before its time-out, and the largest difference between the clocks of two processes.
    private static readonly TimeSpan CheckoutTime = TimeSpan.FromSeconds(30 - 1);

    // More than the bound of any fault: a late sale is reported with its time.
    private static readonly TimeSpan SalePatience = TimeSpan.FromMinutes(3);

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
        await Eventually.TrueAsync("sales have begun", () => crowd._purchases.Any(p => p.Answer == "paid"));
        return crowd;
    }

    /// <summary>
    /// Waits for a sale that was requested after a moment; returns the time from that moment to the answer.
    /// </summary>
    public async Task<TimeSpan> FirstSaleAfterAsync(TimeSpan moment)
    {
        var first = await Eventually.FindAsync(
            "a sale after the fault",
            () => Task.FromResult(
                _purchases.Where(p => p.SentAt > moment && p.Answer == "paid").MinBy(p => p.AnsweredAt)),
            SalePatience);
        return first.AnsweredAt - moment;
    }

    /// <summary>Stops the buyers, and fails unless every order and balance is as they were answered.</summary>
    /// <returns>The number of orders.</returns>
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
            { Answer: "processing" } => end is "paid" or "failed",
            _ => end == purchase.Answer,
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
                if (purchase.Answer == "paid" && turn % 3 == 2)
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

            // The killed part needs the machine to start again.
            await Eventually.PauseAsync();
        }
    }

    /// <summary>Checks out one new order of the user; returns null if its line is in doubt.</summary>
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
        return new Purchase(order, user, quantity) { Answer = told, SentAt = call.SentAt, AnsweredAt = _shop.Now };
    }

    // Stock and credit are always enough, so a checkout can fail only by its time-out while a part is away.
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
