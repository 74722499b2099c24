using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;

namespace Cartwright.Domain.Audit;

/// <summary>The totals of an audit; complete once its last finding has been read.</summary>
public sealed class BookTotals
{
    private readonly long[] _orders = new long[Enum.GetValues<OrderStatus>().Length];

    public long Items { get; private set; }

    public long Accounts { get; private set; }

    public long Reservations { get; internal set; }

    public long Payments { get; internal set; }

    /// <summary>Units that can be taken.</summary>
    public Int128 Stock { get; private set; }

    /// <summary>Money that can be spent.</summary>
    public Int128 Credit { get; private set; }

    /// <summary>Money that is held in flight.</summary>
    public Int128 Held { get; private set; }

    /// <summary>The cost of all orders that are paid and not being cancelled.</summary>
    public Int128 Paid { get; private set; }

    public long OrdersOf(OrderStatus status) => _orders[(int)status];

    internal void AddOrder(Order order)
    {
        _orders[(int)order.Status]++;
        Paid += order.Status is OrderStatus.Paid ? order.Total : 0;
    }

    internal void AddItem(Item item)
    {
        Items++;
        Stock += item.Stock;
    }

    internal void AddAccount(Account account)
    {
        Accounts++;
        Credit += account.Credit;
        Held += account.Held;
    }
}
