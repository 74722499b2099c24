using Cartwright.CommandLine;
using Cartwright.Lab.Shop;

namespace Cartwright.Lab.Check;

/// <summary>
/// One round: a new item, new users and new orders, so that nothing of the shop is touched; all checkouts at once;
/// then, when every order has its outcome, the reading of stock and credit.
/// </summary>
internal sealed class CheckRound(CheckOptions options, int round, ProgressLine progress)
{
    private const int Price = 1;
    private const int CreditOfUser = 1;
    private const int PauseMs = 100;
    private static readonly TimeSpan SettlingPatience = TimeSpan.FromSeconds(60);

    // A tester may be killing one part of the shop after the other.
    private static readonly TimeSpan CallPatience = TimeSpan.FromMinutes(3);

    // A shop that has answered before is away; one that never has is not there.
    private TimeSpan ContactPatience => round == 1 ? options.ContactPatience : CallPatience;

    private readonly string[] _users = new string[options.Users];
    private readonly string[] _orders = new string[options.Orders];
    private readonly int[] _userOf = new int[options.Orders];
    private string _item = "";

    public async Task<RoundFindings> RunRoundAsync(CancellationToken cancellation)
    {
        await PrepareShopAsync(cancellation);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var told = await CheckoutAllAsync(patience, cancellation);
        var orders = new CheckedOrder[options.Orders];
        await ForEachAsync(options.Orders, SettleAsync, cancellation);
        var credits = new long[options.Users];
        await ForEachAsync(
            options.Users, async (shop, i) => credits[i] = await shop.FindCreditAsync(_users[i]), cancellation);
        using var last = new ShopClient(options.Address, CallPatience, cancellation);
        var stock = await last.FindStockAsync(_item);
        return Judge.JudgeRound(options.Stock, CreditOfUser, stock, credits, orders);

        async Task SettleAsync(ShopClient shop, int i)
        {
            var order = await shop.FindOrderAsync(_orders[i]);
            while (order.Status is not ("paid" or "failed") && !patience.IsCancellationRequested)
            {
                await Task.Delay(PauseMs, CancellationToken.None);
                order = await shop.FindOrderAsync(_orders[i]);
            }

            // Clients of this kind of shop look at `paid`. An order with two fields that disagree has no outcome.
            var status = order.Paid == (order.Status == "paid") ? order.Status : "contradictory";
            orders[i] = new CheckedOrder(_userOf[i], told[i], status);
        }
    }

    private async Task PrepareShopAsync(CancellationToken cancellation)
    {
        progress.WriteLine($"round {round}: {options.Users} users, {options.Orders} orders, {options.Stock} units");
        using var contact = new ShopClient(options.Address, ContactPatience, cancellation);
        _item = await contact.CreateItemAsync(Price);
        using var first = new ShopClient(options.Address, CallPatience, cancellation);
        await first.AddStockAsync(_item, options.Stock);
        await ForEachAsync(options.Users, MakeUserAsync, cancellation);
        var random = new Random(options.Seed + round);
        for (var i = 0; i < options.Orders; i++)
        {
            _userOf[i] = random.Next(options.Users);
        }

        await ForEachAsync(options.Orders, MakeOrderAsync, cancellation);
    }

    private async Task MakeUserAsync(ShopClient shop, int i)
    {
        _users[i] = await shop.CreateUserAsync();
        await shop.AddFundsAsync(_users[i], CreditOfUser);
    }

    private async Task MakeOrderAsync(ShopClient shop, int i)
    {
        _orders[i] = await shop.CreateOrderAsync(_users[_userOf[i]]);
        await shop.AddLineAsync(_orders[i], _item, quantity: 1);
    }

    /// <summary>
    /// A connection for each order, opened ahead, so that the checkouts really meet. The time in which everything
    /// has to be settled starts with them.
    /// </summary>
    private async Task<CheckoutAnswer[]> CheckoutAllAsync(
        CancellationTokenSource patience, CancellationToken cancellation)
    {
        var shops = Enumerable.Range(0, options.Orders)
            .Select(_ => new ShopClient(options.Address, stop: cancellation))
            .ToArray();
        try
        {
            await Task.WhenAll(shops.Select(shop => shop.OpenAsync()));
            patience.CancelAfter(SettlingPatience);
            progress.WriteLine($"round {round}: {options.Orders} checkouts at the same time");
            return await Task.WhenAll(shops.Select((shop, i) =>
                new CheckoutCall(shop, options.FinalReply).RunCheckoutAsync(_orders[i], patience.Token)));
        }
        finally
        {
            Array.ForEach(shops, shop => shop.Dispose());
        }
    }

    private Task ForEachAsync(int count, Func<ShopClient, int, Task> call, CancellationToken cancellation) =>
        Bulk.ForEachAsync(options.Address, count, Bulk.ConnectionsDefault, call, cancellation, CallPatience);
}
