using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Exploration.Rules;
using Cartwright.Kernel;

namespace Cartwright.Exploration.Search;

/// <summary>One state as the rules read it.</summary>
internal readonly ref struct StateView(World world, ReadOnlySpan<ushort> cells)
{
    private readonly RowStore _rows = world.Rows;
    private readonly ViewRules _views = world.Views;
    private readonly ReadOnlySpan<ushort> _cells = cells;
    private readonly int _verdicts = world.Layout.Verdicts;

    public int Attempts => Count(_rows.Reservations);

    public int OrderCount => Count(_rows.Orders);

    public int ItemCount => Count(_rows.Items);

    public int AccountCount => Count(_rows.Accounts);

    public Order? OrderAt(int index) => (Order?)Row(_rows.Orders, index);

    public Item? ItemAt(int index) => (Item?)Row(_rows.Items, index);

    public Account? AccountAt(int index) => (Account?)Row(_rows.Accounts, index);

    public Reservation? ReservationOf(int attempt) => (Reservation?)Row(_rows.Reservations, attempt - 1);

    public Payment? PaymentOf(int attempt) => (Payment?)Row(_rows.Payments, attempt - 1);

    /// <summary>The row with this key, for which the scenario has a place.</summary>
    public object? RowOf(Key key)
    {
        var place = _rows.PlaceOf(key);
        return _rows.At(place, _cells[place]);
    }

    /// <summary>The number of the version of a row.</summary>
    public ushort NumberOf(Key key) => _cells[_rows.PlaceOf(key)];

    public Violation? CheckViews(bool isAtRest) => _views.Check(this, isAtRest);

    /// <summary>The order of an attempt; null before stock or payment has a row of it.</summary>
    public Order? OrderOf(int attempt)
    {
        var id = ReservationOf(attempt)?.Order ?? PaymentOf(attempt)?.Order;
        return id is { } order ? OrderAt((int)order.Value) : null;
    }

    public Verdict VerdictOf(int attempt) => (Verdict)_cells[_verdicts + attempt - 1];

    /// <summary>Whether an attempt holds credit, and in how many places it holds or waits.</summary>
    public (bool Held, int Count) CreditOf(int attempt)
    {
        var (held, count) = (false, 0);
        for (var i = 0; i < AccountCount; i++)
        {
            if (AccountAt(i) is not { } account)
            {
                continue;
            }

            foreach (var hold in account.Holds)
            {
                count += hold.Attempt.Value == attempt ? 1 : 0;
                held |= hold.Attempt.Value == attempt;
            }

            foreach (var wait in account.Waiting)
            {
                count += wait.Attempt.Value == attempt ? 1 : 0;
            }
        }

        return (held, count);
    }

    /// <summary>The amount that an attempt holds or has paid; null if neither.</summary>
    public long? AmountOf(int attempt)
    {
        if (PaymentOf(attempt) is { } payment)
        {
            return payment.Amount;
        }

        for (var i = 0; i < AccountCount; i++)
        {
            if (AccountAt(i)?.HoldOf(new Domain.AttemptId(attempt)) is { } hold)
            {
                return hold.Amount;
            }
        }

        return null;
    }

    /// <summary>The places of an attempt's stock and credit, as text.</summary>
    public string Describe(int attempt)
    {
        var stock = ReservationOf(attempt)?.Status.ToString() ?? "no reservation";
        var credit = PaymentOf(attempt)?.Status.ToString() ?? "no payment";
        var (held, count) = CreditOf(attempt);
        return $"{stock}, {credit}, {(held ? "held" : count > 0 ? "waiting" : "nothing held")}";
    }

    private object? Row(Range range, int index)
    {
        var place = range.Start.Value + index;
        return _rows.At(place, _cells[place]);
    }

    private static int Count(Range range) => range.End.Value - range.Start.Value;
}
