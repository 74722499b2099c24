using System.Collections.Concurrent;
using System.Globalization;
using Cartwright.Client;

namespace Cartwright.ClusterFaults.Customers;

/// <summary>One order of a buyer: its lines, and the end that the client reported.</summary>
internal sealed record ClientSale(string Order, string Item, int Quantity, ShopOrderStatus End);

/// <summary>
/// Buyers that use the .NET client, of an item of which there is enough and of one of which there is not. Until they
/// are stopped they order, check out, follow the order's stream, cancel, and pay for other things. Every call has to be
/// served in the end; a checkout may be out of stock, or out of its time. Since each action has a key, each amount is
/// known exactly.
/// </summary>
internal sealed class ClientBuyers : IAsyncDisposable
{
    private const int Buyers = 6;
    private const int CreditAtStart = 1_000_000;
    private const int EnoughStock = 1_000_000;
    private const int ScarceStock = 20;

    private readonly CartwrightClient _shop;
    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentQueue<ClientSale> _sales = new();
    private readonly string[] _users = new string[Buyers];
    private readonly long[] _paidOtherwise = new long[Buyers];
    private readonly ConcurrentDictionary<string, int> _userOf = new();
    private string _enough = "";
    private string _scarce = "";
    private Task _buying = Task.CompletedTask;

    private ClientBuyers(CartwrightClient shop) => _shop = shop;

    public static async Task<ClientBuyers> EnterAsync(CartwrightClient shop)
    {
        var buyers = new ClientBuyers(shop)
        {
            _enough = await shop.Stock.CreateItemAsync(price: 1),
            _scarce = await shop.Stock.CreateItemAsync(price: 1),
        };
        await shop.Stock.AddStockAsync(buyers._enough, EnoughStock);
        await shop.Stock.AddStockAsync(buyers._scarce, ScarceStock);
        buyers._buying = Task.WhenAll(Enumerable.Range(0, Buyers).Select(buyers.BuyUntilStoppedAsync));
        await Eventually.TrueAsync("sales have begun", () => !buyers._sales.IsEmpty || buyers._buying.IsFaulted);
        return buyers;
    }

    /// <summary>Stops the buyers, and fails unless every order and balance is as the client reported it.</summary>
    /// <returns>The end of each order.</returns>
    public async Task<IReadOnlyDictionary<string, ShopOrderStatus>> LeaveAsync()
    {
        await _closing.CancelAsync();
        await _buying;
        foreach (var sale in _sales)
        {
            // A line that was added twice would cost twice as much.
            var order = await _shop.Orders.FindOrderAsync(sale.Order);
            Assert.Equal((sale.End, sale.Quantity), (order.Status, order.TotalCost));
        }

        Assert.Equal(EnoughStock - Sold(sale => sale.Item == _enough), await StockAsync(_enough));
        Assert.Equal(ScarceStock - Sold(sale => sale.Item == _scarce), await StockAsync(_scarce));
        for (var user = 0; user < Buyers; user++)
        {
            var spent = Sold(sale => _userOf[sale.Order] == user) + _paidOtherwise[user];
            Assert.Equal(CreditAtStart - spent, (await _shop.Payment.FindUserAsync(_users[user])).Credit);
        }

        Assert.Contains(_sales, sale => sale.End == ShopOrderStatus.Paid);
        Assert.Contains(_sales, sale => sale.End == ShopOrderStatus.Cancelled);
        return _sales.ToDictionary(sale => sale.Order, sale => sale.End);
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _buying.ContinueWith(_ => _closing.Dispose(), TaskScheduler.Default);
    }

    private long Sold(Func<ClientSale, bool> isMeant) =>
        _sales.Where(sale => sale.End == ShopOrderStatus.Paid && isMeant(sale)).Sum(sale => sale.Quantity);

    private async Task<long> StockAsync(string item) => (await _shop.Stock.FindItemAsync(item)).Stock;

    private async Task BuyUntilStoppedAsync(int user)
    {
        _users[user] = await _shop.Payment.CreateUserAsync();
        Assert.Equal(CreditAtStart, await _shop.Payment.AddFundsAsync(_users[user], CreditAtStart));
        for (var turn = 0; !_closing.IsCancellationRequested; turn++)
        {
            var sale = await BuyOnceAsync(user, turn);
            if (sale.End == ShopOrderStatus.Paid && turn % 3 == 2)
            {
                await CancelAsync(sale.Order);
                sale = sale with { End = ShopOrderStatus.Cancelled };
            }

            _sales.Enqueue(sale);
            if (turn % 5 == 0)
            {
                await _shop.Payment.PayAsync(_users[user], 1);
                _paidOtherwise[user]++;
            }

            await Eventually.PauseAsync();
        }
    }

    private async Task<ClientSale> BuyOnceAsync(int user, int turn)
    {
        var item = turn % 4 == 1 ? _scarce : _enough;
        var quantity = 1 + (turn % 2);
        var order = await _shop.Orders.CreateOrderAsync(_users[user]);
        _userOf[order] = user;
        Assert.Equal(quantity, await _shop.Orders.AddItemAsync(order, item, quantity));
        var outcome = await _shop.Orders.CheckOutOrderAsync(order);
        var isFollowed = turn % 2 == 0 || outcome.State == CheckoutState.Processing;
        var (end, reason) = isFollowed
            ? await FollowAsync(order)
            : (StatusOf(outcome.State), outcome.Rejection?.Code);
        Assert.True(outcome.State == CheckoutState.Processing || end == StatusOf(outcome.State), $"{outcome}: {end}");
        Assert.True(
            end == ShopOrderStatus.Paid || reason == "timeout" || (reason == "out-of-stock" && item == _scarce),
            string.Create(CultureInfo.InvariantCulture, $"Order {order} was rejected: {reason}"));
        return new ClientSale(order, item, quantity, end);
    }

    private async Task CancelAsync(string order)
    {
        if (!(await _shop.Orders.CancelOrderAsync(order)).IsFinished)
        {
            Assert.Equal((ShopOrderStatus.Cancelled, null), await FollowAsync(order));
        }
    }

    private async Task<(ShopOrderStatus End, string? Reason)> FollowAsync(string order)
    {
        OrderUpdate? last = null;
        await foreach (var update in _shop.Orders.WatchOrderAsync(order))
        {
            last = update;
        }

        return (last!.Status, last.Reason);
    }

    private static ShopOrderStatus StatusOf(CheckoutState state) => state switch
    {
        CheckoutState.Paid => ShopOrderStatus.Paid,
        CheckoutState.Failed => ShopOrderStatus.Failed,
        _ => ShopOrderStatus.Processing,
    };
}
