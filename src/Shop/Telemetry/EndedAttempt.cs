using Cartwright.Domain;
using Cartwright.Domain.Orders;

namespace Cartwright.Shop.Telemetry;

/// <summary>A checkout that a batch has brought to its end, for the metrics.</summary>
/// <param name="Status">Paid or failed.</param>
/// <param name="Reason">Why it failed.</param>
/// <param name="Deadline">
/// The deadline that it had, in milliseconds since 1970: the time of its acceptance follows from it.
/// </param>
internal readonly record struct EndedAttempt(OrderStatus Status, Reason? Reason, long Deadline)
{
    /// <summary>The attempt that this event ends; null where it ends none.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="before">The order as it stood before.</param>
    public static EndedAttempt? EndedBy(OrderEvent happened, Order? before) =>
        happened.Order.Status is OrderStatus.Paid or OrderStatus.Failed && before is { Deadline: { } deadline }
            ? new EndedAttempt(happened.Order.Status, happened.Order.Reason, deadline)
            : null;
}
