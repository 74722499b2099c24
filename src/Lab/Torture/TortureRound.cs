using System.Diagnostics;
using Cartwright.Lab.Http;
using Cartwright.Lab.Shop;

namespace Cartwright.Lab.Torture;

/// <summary>The findings of one round.</summary>
/// <param name="Orders">How many orders there were.</param>
/// <param name="FirstSales">
/// For each fault, how long after its beginning or after its end the first sale was answered, whichever is longer.
/// </param>
/// <param name="Unserved">How many calls were not served within a minute.</param>
/// <param name="Wrongs">The contradictions, a sentence each.</param>
internal sealed record RoundVerdict(
    int Orders, IReadOnlyList<TimeSpan> FirstSales, int Unserved, IReadOnlyList<string> Wrongs);

/// <summary>One round: sales, faults among them, and the judgement once everything has come to rest.</summary>
internal sealed class TortureRound(
    TorturedCluster cluster, string directory, ServerAddress address, long parkedBefore)
{
    private const int Clients = 8;
    private const int WrongsMax = 20;
    private static readonly TimeSpan SettlePatience = TimeSpan.FromSeconds(150);
    private static readonly TimeSpan AuditPatience = TimeSpan.FromSeconds(150);
    private static readonly TimeSpan LookPause = TimeSpan.FromMilliseconds(100);

    private readonly List<string> _wrongs = [];
    private readonly List<TimeSpan> _firstSales = [];

    public async Task<RoundVerdict> RunRoundAsync(IReadOnlyList<Fault> faults, CancellationToken stop)
    {
        await using var crowd = new Crowd(address, Clients);
        await crowd.StartClientsAsync();
        await AwaitSaleAsync(crowd, crowd.Now, "the sales' beginning", stop);
        foreach (var fault in faults)
        {
            await Task.Delay(fault.After, stop);
            var broken = crowd.Now;
            await cluster.InjectFaultAsync(fault, () => broken = crowd.Now, stop);
            var ended = crowd.Now;
            var first = await AwaitSaleAsync(crowd, broken, fault.ToString(), stop);
            var afterEnd = await AwaitSaleAsync(crowd, ended, $"the end of {FaultKinds.NameOf(fault.Kind)}", stop);

            // Just after the stop of a part was requested it may still work: the longer time counts.
            if (first is not null && afterEnd is not null)
            {
                _firstSales.Add(first > afterEnd ? first.Value : afterEnd.Value);
            }
        }

        var missing = await cluster.BecomeWholeAsync(stop);
        _wrongs.AddRange(missing.Select(name => $"{name} did not become ready."));
        await crowd.StopClientsAsync();
        _wrongs.AddRange(crowd.Refusals);
        await JudgeCrowdAsync(crowd, stop);
        await AuditClusterAsync(stop);
        return new RoundVerdict(crowd.Sales.Count, _firstSales, crowd.Unserved, [.. _wrongs.Take(WrongsMax)]);
    }

    private async Task<TimeSpan?> AwaitSaleAsync(Crowd crowd, TimeSpan moment, string what, CancellationToken stop)
    {
        var first = await crowd.FirstSaleAfterAsync(moment, stop);
        if (first is null)
        {
            _wrongs.Add($"Nothing was sold for two minutes after {what}.");
        }

        return first;
    }

    private async Task JudgeCrowdAsync(Crowd crowd, CancellationToken stop)
    {
        using var shop = new ShopClient(address, Crowd.Patience);
        var settling = Stopwatch.StartNew();
        List<(Sale Sale, string End)> sales = [];
        foreach (var sale in crowd.Sales)
        {
            sales.Add((sale, await SettledStatusAsync(shop, sale.Order, settling, stop)));
        }

        var atStart = new Dictionary<string, long>
        {
            [crowd.Items.Enough] = Crowd.EnoughStock,
            [crowd.Items.Scarce] = Crowd.ScarceStock,
        };
        Dictionary<string, long> stock = [];
        foreach (var item in atStart.Keys)
        {
            stock[item] = await shop.FindStockAsync(item);
        }

        _wrongs.AddRange(CrowdJudge.JudgeSales(sales, atStart, stock));
        for (var client = 0; client < Clients; client++)
        {
            var spent = sales
                .Where(p => p.Sale.Client == client && p.End == "paid")
                .Sum(p => (long)p.Sale.Quantity);
            var credit = await shop.FindCreditAsync(crowd.Users[client]);
            if (CrowdJudge.JudgeCredit(
                crowd.Users[client], Crowd.CreditAtStart, spent, crowd.PaidOtherwise[client], credit) is { } wrong)
            {
                _wrongs.Add(wrong);
            }
        }
    }

    private static async Task<string> SettledStatusAsync(
        ShopClient shop, string order, Stopwatch settling, CancellationToken stop)
    {
        var view = await shop.FindOrderAsync(order);
        while (!view.IsSettled && settling.Elapsed < SettlePatience)
        {
            await Task.Delay(LookPause, stop);
            view = await shop.FindOrderAsync(order);
        }

        return view.Paid == (view.Status == "paid") ? view.Status : "contradictory";
    }

    private async Task AuditClusterAsync(CancellationToken stop)
    {
        try
        {
            var audit = await Audit.RunVerifyAsync(directory, AuditPatience, stop);
            _wrongs.AddRange(audit.FirstErrors);
            _wrongs.AddRange(audit.FirstUnfinished);
            if (audit.Parked > parkedBefore)
            {
                _wrongs.Add($"{audit.Parked - parkedBefore} messages were parked.");
            }
        }
        catch (AuditFault fault)
        {
            // The other findings must be reported with it.
            _wrongs.Add(fault.Message);
        }
    }
}
