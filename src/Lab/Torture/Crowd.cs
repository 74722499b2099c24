using System.Collections.Concurrent;
using System.Diagnostics;
using Cartwright.Lab.Check;
using Cartwright.Lab.Http;
using Cartwright.Lab.Shop;

namespace Cartwright.Lab.Torture;

/// <summary>
/// Clients that go on until they are stopped. They buy of an item of which there is enough and of one of which there is
/// not, wait for the outcome or not, cancel, and pay for other things; each remembers its answers.
/// </summary>
internal sealed class Crowd(ServerAddress address, int clients) : IAsyncDisposable
{
    public const int EnoughStock = 1_000_000;
    public const int ScarceStock = 40;
    public const int CreditAtStart = 1_000_000;

    /// <summary>For how long a call that the shop cannot serve is repeated.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan CheckoutPatience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan SalePatience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan LookPause = TimeSpan.FromMilliseconds(20);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentQueue<Sale> _sales = new();
    private Task _all = Task.CompletedTask;
    private readonly ConcurrentQueue<string> _refusals = new();
    private int _unserved;

    /// <summary>The item of which there is enough, and the one of which there is not.</summary>
    public (string Enough, string Scarce) Items { get; private set; } = ("", "");

    public string[] Users { get; } = new string[clients];

    /// <summary>
    /// The amount that each client has surely paid for other things, and the amount that it may have paid besides.
    /// </summary>
    public (long Sure, long Possible)[] PaidOtherwise { get; } = new (long, long)[clients];

    public IReadOnlyCollection<Sale> Sales => _sales;

    /// <summary>Calls that the shop did not serve within a minute, however often they were repeated.</summary>
    public int Unserved => _unserved;

    /// <summary>Answers that reject possible requests, or make no sense, a sentence each.</summary>
    public IReadOnlyCollection<string> Refusals => _refusals;

    public TimeSpan Now => _clock.Elapsed;

    /// <summary>Makes items and users, and begins to buy.</summary>
    /// <exception cref="ShopFault">The shop does not do its work.</exception>
    public async Task StartClientsAsync()
    {
        using var shop = new ShopClient(address, Patience);
        Items = (await shop.CreateItemAsync(price: 1), await shop.CreateItemAsync(price: 1));
        await shop.AddStockAsync(Items.Enough, EnoughStock);
        await shop.AddStockAsync(Items.Scarce, ScarceStock);
        for (var client = 0; client < clients; client++)
        {
            Users[client] = await shop.CreateUserAsync();
            await shop.AddFundsAsync(Users[client], CreditAtStart);
        }

        _all = Task.WhenAll(Enumerable.Range(0, clients).Select(BuyUntilStoppedAsync));
    }

    /// <summary>How long after a moment a sale was answered that was asked for after it; null: none was.</summary>
    public async Task<TimeSpan?> FirstSaleAfterAsync(TimeSpan moment, CancellationToken stop)
    {
        var until = Now + SalePatience;
        while (Now < until)
        {
            var sales = _sales.Where(sale => sale.SentAt >= moment && sale.Answer == CheckoutAnswer.Paid).ToList();
            if (sales.Count > 0)
            {
                return sales.Min(sale => sale.AnsweredAt) - moment;
            }

            await Task.Delay(LookPause, stop);
        }

        return null;
    }

    /// <summary>Stops all clients, each after its last sale.</summary>
    public async Task StopClientsAsync()
    {
        await _closing.CancelAsync();
        await _all;
    }

    public async ValueTask DisposeAsync()
    {
        await StopClientsAsync();
        _closing.Dispose();
    }

    private async Task BuyUntilStoppedAsync(int client)
    {
        using var shop = new ShopClient(address, Patience);
        for (var turn = 0; !_closing.IsCancellationRequested; turn++)
        {
            try
            {
                await BuyOnceAsync(shop, client, turn);
            }
            catch (Exception fault) when (fault is HttpFault or ShopFault)
            {
                // The begun order stays as it is; its answers so far have been noted.
                NoteFault(fault);
            }
        }
    }

    private async Task BuyOnceAsync(ShopClient shop, int client, int turn)
    {
        var item = turn % 4 == 1 ? Items.Scarce : Items.Enough;
        var quantity = 1 + (turn % 2);
        var order = await shop.CreateOrderAsync(Users[client]);
        await shop.AddLineAsync(order, item, quantity);
        var sentAt = Now;
        using var patience = new CancellationTokenSource(CheckoutPatience);
        var told = await new CheckoutCall(shop, finalReply: turn % 3 > 0).RunCheckoutAsync(order, patience.Token);
        var sale = new Sale(order, client, item, quantity) { Answer = told, SentAt = sentAt, AnsweredAt = Now };
        if (told == CheckoutAnswer.Paid && turn % 6 == 2)
        {
            sale = sale with { Cancel = await CancelOrderAsync(shop, order) };
        }

        _sales.Enqueue(sale);
        if (turn % 10 == 5)
        {
            await PayOtherwiseAsync(shop, client);
        }
    }

    private async Task<CancelAnswer> CancelOrderAsync(ShopClient shop, string order)
    {
        try
        {
            await shop.CancelOrderAsync(order);
            return CancelAnswer.Accepted;
        }
        catch (Exception fault) when (fault is HttpFault or ShopFault)
        {
            NoteFault(fault);
            return CancelAnswer.Nothing;
        }
    }

    // Nothing that a client asks for is ever refused by the rules: its own order, a paid one, credit enough.
    private void NoteFault(Exception fault)
    {
        if (fault is ShopFault { IsTemporary: false })
        {
            _refusals.Enqueue(fault.Message);
        }
        else
        {
            Interlocked.Increment(ref _unserved);
        }
    }

    private async Task PayOtherwiseAsync(ShopClient shop, int client)
    {
        var (sure, possible) = PaidOtherwise[client];
        PaidOtherwise[client] = (sure, possible + 1);
        await shop.PayCreditAsync(Users[client], amount: 1);
        PaidOtherwise[client] = (sure + 1, possible);
    }
}
