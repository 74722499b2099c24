using Cartwright.Domain.Orders;
using Cartwright.Domain.Stock;

namespace Cartwright.Domain.Audit;

/// <summary>
/// The order's facts about an attempt that it names. There is one for every order, so it is kept small: the lines are
/// kept as a number that differs where they differ.
/// </summary>
internal readonly record struct NamedAttempt
{
    public required OrderId Order { get; init; }

    public required OrderStatus Status { get; init; }

    /// <summary>Whether a processing order has noted that the attempt fails.</summary>
    public bool IsFailing { get; init; }

    /// <summary>Why it failed, or is about to.</summary>
    public Reason? Reason { get; init; }

    /// <summary>The item that was the reason; null too where the order no longer has it.</summary>
    public ItemId? ReasonItem { get; init; }

    public bool IsLatest { get; init; }

    public UserId User { get; init; }

    public long Total { get; init; }

    public ulong Lines { get; init; }

    /// <summary>The order's latest attempt.</summary>
    public static NamedAttempt LatestOf(OrderId id, Order order) => new()
    {
        Order = id,
        Status = order.Status,
        IsFailing = order.Status is OrderStatus.Processing && order.Reason is not null,
        IsLatest = true,
        Reason = order.Reason,
        ReasonItem = order.ReasonItem,
        User = order.User,
        Total = order.Total,
        Lines = HashLines(order.Lines.Select(line => (line.Item, line.Quantity))),
    };

    /// <summary>The attempt before, which failed.</summary>
    public static NamedAttempt FormerOf(OrderId id, Order order) =>
        new() { Order = id, Status = OrderStatus.Failed, Reason = order.FailedReason, User = order.User };

    public bool HasLinesOf(Reservation reservation) =>
        Lines == HashLines(reservation.Lines.Select(line => (line.Item, line.Quantity)));

    private static ulong HashLines(IEnumerable<(ItemId Item, long Quantity)> lines)
    {
        var sum = 0UL;
        foreach (var (item, quantity) in lines)
        {
            sum = unchecked((sum * 31) + (ulong)Init.PickNumber(item.Value, quantity, long.MaxValue));
        }

        return sum;
    }
}
