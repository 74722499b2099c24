using System.Globalization;
using Cartwright.Admin.Nodes;
using Cartwright.Domain;
using Cartwright.Domain.Payments;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Admin.Local;

/// <summary>
/// The contention in this process: items by the commits of its stock service, accounts by the rows of its payment
/// service.
/// </summary>
internal sealed class LocalContention
{
    private const int ItemsMax = 50;
    private const int AccountsMax = 50;

    // Some three changes in ten seconds. The items of a batch_init have one each, and would fill the list.
    private const double PerSecondMin = 0.25;

    private readonly ShopNode? _stock;
    private readonly LocalViews _views;
    private readonly ShortMemory<ContentionReport> _report;

    public LocalContention(LocalNode node, LocalViews views)
    {
        _stock = node.Nodes.GetValueOrDefault(Role.Stock);
        _stock?.WatchItems();
        _views = views;
        _report = new ShortMemory<ContentionReport>(ReadAgainAsync, node.Nodes.Values.First().Engine.Clock);
    }

    public Task<ContentionReport> ReadReportAsync(CancellationToken cancellation) =>
        _report.ReadRecentAsync(cancellation);

    private async Task<ContentionReport> ReadAgainAsync(CancellationToken cancellation)
    {
        List<string> silent = [];
        IReadOnlyList<BusyAccount> accounts = [];
        if (_views.Databases.TryGetValue(Role.Payment, out var open))
        {
            try
            {
                accounts = await _views.ReadViewsAsync(bound => ReadAccounts(open, bound), cancellation);
            }
            catch (AdminFault)
            {
                silent.Add(Role.Payment.Name);
            }
        }

        return new ContentionReport(
            [
                .. (_stock?.HottestItems(ItemsMax) ?? [])
                    .Where(item => item.PerSecond >= PerSecondMin)
                    .Select(item => new HotItem(TextOf(item.Item), Math.Round(item.PerSecond, 1), item.Stock)),
            ],
            accounts,
            silent);
    }

    private static IReadOnlyList<BusyAccount> ReadAccounts(
        Func<IDatabaseView> open, CancellationToken cancellation)
    {
        using var view = open();
        List<BusyAccount> busy = [];
        foreach (var (key, account) in view.ReadUnfinished(Account.Table, (_, _) => { })
            .Take(ServiceRows.CountMax))
        {
            cancellation.ThrowIfCancellationRequested();
            if (account is { Waiting.IsEmpty: false })
            {
                busy.Add(ReportOf(key, account));
            }
        }

        return [.. busy.OrderByDescending(account => account.Waiting.Count).Take(AccountsMax)];
    }

    private static BusyAccount ReportOf(Key key, Account account) => new(
        TextOf(key.Id),
        account.Credit,
        account.Held,
        account.Holds.Length,
        [.. account.Waiting.Select(waiting => TextOf(waiting.Order.Value))],
        account.Holds.IsEmpty ? null : account.Holds.Min(hold => hold.Since));

    private static string TextOf(long number) => number.ToString(CultureInfo.InvariantCulture);
}
