using System.Diagnostics;
using System.Globalization;
using Cartwright.CommandLine;
using Cartwright.Lab.Shop;

namespace Cartwright.Lab.Load;

/// <summary>
/// Reads back every order, and every item and user that a sent order touched, and compares them with the answers to the
/// client: the proof that every checkout counted as committed was committed.
/// </summary>
internal sealed class ShopReadBack(LoadOptions options, ProgressLine progress)
{
    private const int PauseMs = 200;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private readonly long[] _sold = new long[options.Items];
    private readonly long[] _spent = new long[options.Users];
    private readonly bool[] _itemTouched = new bool[options.Items];
    private readonly bool[] _userTouched = new bool[options.Users];
    private readonly long _startTicks = Stopwatch.GetTimestamp();
    private int _paid;
    private int _paidUnknown;
    private int _contradictions;
    private int _unsettled;
    private long _stockWrong;
    private long _creditWrong;

    /// <summary>The contradictions, in sentences; empty when the books balance.</summary>
    public async Task<IReadOnlyList<string>> BalanceAsync(
        IReadOnlyList<string> orders, IReadOnlyList<OrderOutcome> outcomes, CancellationToken cancellation)
    {
        await ReadEachAsync(
            "orders", orders.Count, (shop, i) => ReadOrderAsync(shop, orders[i], outcomes[i]), cancellation);
        var items = Indices(_itemTouched);
        await ReadEachAsync("items", items.Length, (shop, i) => ReadItemAsync(shop, items[i]), cancellation);
        var users = Indices(_userTouched);
        await ReadEachAsync("users", users.Length, (shop, i) => ReadUserAsync(shop, users[i]), cancellation);
        return DescribeFindings(outcomes.Count(outcome => outcome == OrderOutcome.Committed));
    }

    /// <summary>Paid orders without such an answer to their client; they are right, but do not count.</summary>
    public int PaidUnknown => _paidUnknown;

    private async Task ReadOrderAsync(ShopClient shop, string id, OrderOutcome told)
    {
        var order = await shop.FindOrderAsync(id);
        while (!order.IsSettled && Stopwatch.GetElapsedTime(_startTicks) < _patience)
        {
            await Task.Delay(PauseMs);
            order = await shop.FindOrderAsync(id);
        }

        if (!order.IsSettled)
        {
            Interlocked.Increment(ref _unsettled);
        }

        JudgeOrder(order, told);
        if (told != OrderOutcome.Unsent)
        {
            MarkTouched(order);
        }

        if (order.Paid)
        {
            Interlocked.Increment(ref _paid);
            CountSale(order);
        }
    }

    private void JudgeOrder(OrderView order, OrderOutcome told)
    {
        var paid = order.Paid && order.Status == "paid";
        var agrees = told switch
        {
            OrderOutcome.Committed => paid,
            OrderOutcome.Failed => paid == order.Paid,
            _ => !order.Paid && order.Status != "paid",
        };
        if (!agrees)
        {
            Interlocked.Increment(ref _contradictions);
        }

        if (paid && told == OrderOutcome.Failed)
        {
            Interlocked.Increment(ref _paidUnknown);
        }
    }

    private void MarkTouched(OrderView order)
    {
        _userTouched[Index(order.UserId, _userTouched.Length)] = true;
        foreach (var (item, _) in order.Lines)
        {
            _itemTouched[Index(item, _itemTouched.Length)] = true;
        }
    }

    private void CountSale(OrderView order)
    {
        Interlocked.Add(ref _spent[Index(order.UserId, _spent.Length)], order.TotalCost);
        foreach (var (item, quantity) in order.Lines)
        {
            Interlocked.Add(ref _sold[Index(item, _sold.Length)], quantity);
        }
    }

    private async Task ReadItemAsync(ShopClient shop, int item)
    {
        var missing = options.Workload.StartingStock - await shop.FindStockAsync($"{item}");
        Interlocked.Add(ref _stockWrong, Math.Abs(missing - _sold[item]));
    }

    private async Task ReadUserAsync(ShopClient shop, int user)
    {
        var isSolvent = user < options.Workload.SolventUsers(options.Users);
        var start = isSolvent ? options.Workload.StartingMoney : 0;
        var missing = start - await shop.FindCreditAsync($"{user}");
        Interlocked.Add(ref _creditWrong, Math.Abs(missing - _spent[user]));
    }

    private List<string> DescribeFindings(int committed)
    {
        var findings = new List<string>();
        AddIf(_unsettled > 0, $"{_unsettled} orders are still processing");
        AddIf(_contradictions > 0, $"{_contradictions} orders contradict the answer to their client");
        AddIf(_paid != committed + _paidUnknown, $"{_paid} orders are paid, but {committed + _paidUnknown} should be");
        AddIf(_stockWrong > 0, $"{_stockWrong} units of stock do not match the paid orders");
        AddIf(_creditWrong > 0, $"{_creditWrong} of credit does not match the paid orders");
        return findings;

        void AddIf(bool holds, string finding)
        {
            if (holds)
            {
                findings.Add(finding);
            }
        }
    }

    private Task ReadEachAsync(string what, int count, Func<ShopClient, int, Task> read, CancellationToken cancellation)
    {
        var done = 0;
        return Bulk.ForEachAsync(options.Address, count, Bulk.ConnectionsDefault, ReadOneAsync, cancellation);

        async Task ReadOneAsync(ShopClient shop, int index)
        {
            await read(shop, index);
            var now = Interlocked.Increment(ref done);
            progress.ShowProgress(() => $"verifying {what}: {now} of {count}");
        }
    }

    private static int[] Indices(bool[] touched) =>
        [.. Enumerable.Range(0, touched.Length).Where(index => touched[index])];

    private static int Index(string id, int count) =>
        int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < count
            ? index
            : throw new ShopFault($"An order names '{id}', which is not part of the prepared shop.");
}
