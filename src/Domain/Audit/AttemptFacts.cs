using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Kernel;

namespace Cartwright.Domain.Audit;

/// <summary>Where an attempt's money is.</summary>
internal enum Money
{
    Untouched,
    Waiting,
    Held,
    Captured,
    Voided,
    Declined,
    Refunded,
}

/// <summary>An attempt as it stands in an account.</summary>
internal readonly record struct AccountEntry(UserId User, Hold Hold, bool IsHeld);

/// <summary>
/// All records of one attempt in the three services. The rules are a table: which states of stock and money go with
/// which state of the order.
/// </summary>
internal readonly record struct AttemptFacts(
    AttemptId Id,
    NamedAttempt? Named,
    Reservation? Reservation,
    Payment? Payment,
    AccountEntry? Entry)
{
    /// <summary>Whether the attempt failed with its stock taken, and has had it returned by an operator.</summary>
    public bool IsRepaired { get; init; }

    /// <summary>The order that the attempt belongs to, as the first of its records has it.</summary>
    public OrderId Order => Named?.Order ?? Reservation?.Order ?? Payment?.Order ?? Entry!.Value.Hold.Order;

    private Money Money => (Entry, Payment?.Status) switch
    {
        ({ IsHeld: true }, _) => Money.Held,
        ({ IsHeld: false }, _) => Money.Waiting,
        (_, PaymentStatus.Captured) => Money.Captured,
        (_, PaymentStatus.Voided) => Money.Voided,
        (_, PaymentStatus.Declined) => Money.Declined,
        (_, PaymentStatus.Refunded) => Money.Refunded,
        (_, null) => Money.Untouched,
        _ => throw new InvalidOperationException($"A payment is {Payment?.Status}."),
    };

    /// <summary>The contradictions between the records; the records lie in several databases.</summary>
    /// <param name="isOrder">Whether there is an order with a number.</param>
    public IEnumerable<string> CheckAttempt(Func<OrderId, bool> isOrder)
    {
        if (Entry is not null && Payment is not null)
        {
            yield return $"{Name} stands in an account, although its payment is {Text(Payment.Status)}";
        }

        if (!(IsRepaired ? AgreeByRepair() : Named is { } named ? AgreesWith(named) : AgreeByThemselves()))
        {
            yield return $"{Name} has its stock {StockText} and its credit {MoneyText}, but {StandingText(isOrder)}";
        }

        if (Named is null && !isOrder(Order))
        {
            yield return $"attempt {Id} belongs to order {Order}, which does not exist";
        }

        foreach (var difference in FindDifferences().Concat(ReasonDifferences()))
        {
            yield return $"{Name} {difference}";
        }
    }

    /// <summary>The description of a hold that has been in flight for too long; null where there is none.</summary>
    public string? DescribeUnfinished(AuditTime time) => Entry is { } entry && time.IsTooLong(entry.Hold.Since)
        ? $"{Name} has been {MoneyText} for too long: since {AuditTime.FormatUtc(entry.Hold.Since)}"
        : null;

    // Positive lists: a state that is not listed is wrong, a status that is added later included.
    private bool AgreesWith(NamedAttempt named) => named.IsFailing
        ? (Reservation?.Status, Money) is
            (ReservationStatus.Refused or ReservationStatus.Cancelled,
                Money.Untouched or Money.Waiting or Money.Held or Money.Voided or Money.Declined)
        : (named.Status, Reservation?.Status, Money) is
            (OrderStatus.Processing, ReservationStatus.Taken, Money.Held)
            or (OrderStatus.Processing, null or ReservationStatus.Refused or ReservationStatus.Cancelled,
                Money.Untouched or Money.Waiting or Money.Held or Money.Declined)
            or (OrderStatus.Paid or OrderStatus.Cancelling, ReservationStatus.Taken, Money.Captured or Money.Held)
            or (OrderStatus.Cancelling, ReservationStatus.Returned, Money.Captured or Money.Held or Money.Refunded)
            or (OrderStatus.Cancelled, ReservationStatus.Returned, Money.Refunded)
            or (OrderStatus.Failed, null, Money.Declined)
            or (OrderStatus.Failed, ReservationStatus.Refused or ReservationStatus.Cancelled,
                Money.Voided or Money.Declined);

    // The order has failed again since, or it was reset: stock and money still have to agree with each other. Only the
    // first numbers are ever recreated. Any other order names the attempt that took its stock.
    private bool AgreeByThemselves() => (Reservation?.Status, Money) is
            (null or ReservationStatus.Refused or ReservationStatus.Cancelled,
                Money.Untouched or Money.Voided or Money.Declined)
        || (Order.Value < Limits.InitMax && (Reservation?.Status, Money) is
            (ReservationStatus.Taken, Money.Captured or Money.Held)
            or (ReservationStatus.Returned, Money.Refunded)
            or (null or ReservationStatus.Refused or ReservationStatus.Cancelled, Money.Waiting or Money.Held));

    // Whether stock and money agree, without regard to the order.
    private bool IsOneStory => (Reservation?.Status, Money) is
        (ReservationStatus.Taken, Money.Captured or Money.Held)
        or (ReservationStatus.Returned, Money.Refunded)
        or (null, Money.Waiting or Money.Held);

    // The order fails or has failed, or names a later attempt. The reason of the earlier failure is not recorded
    // anywhere.
    private bool AgreeByRepair() => Named is null or { IsFailing: true } or { Status: OrderStatus.Failed }
        && Money is Money.Voided or Money.Declined or Money.Refunded;

    private IEnumerable<string> FindDifferences()
    {
        var order = Order;
        if ((Reservation is not null && Reservation.Order != order)
            || (Payment is not null && Payment.Order != order)
            || (Entry is { } entry && entry.Hold.Order != order))
        {
            yield return $"is known with other orders than {order}";
        }

        if (Named is { } named && IsOfAnother(named))
        {
            yield return $"is known with another user or amount than {named.User} and {named.Total}";
        }

        var isTaken = Reservation?.Status is ReservationStatus.Taken or ReservationStatus.Returned;
        if (isTaken && Named is { Status: not OrderStatus.Failed } taker && !taker.HasLinesOf(Reservation!))
        {
            yield return "has taken other lines than its order has";
        }
    }

    // A failed order may have got more lines since, but its user stays.
    private bool IsOfAnother(NamedAttempt named)
    {
        var amount = named.Status is OrderStatus.Failed ? null : (long?)named.Total;
        return (Payment is not null && (Payment.User != named.User || Payment.Amount != (amount ?? Payment.Amount)))
            || (Entry is { } entry
                && (entry.User != named.User || entry.Hold.Amount != (amount ?? entry.Hold.Amount)));
    }

    // A client that received a reason received the one that stock or payment had recorded.
    private IEnumerable<string> ReasonDifferences()
    {
        if (IsRepaired || Named is not { Reason: { } reason } named)
        {
            yield break;
        }

        var isRefusal = IsSame(reason, RefusalOf(Reservation))
            && (!named.IsLatest || named.ReasonItem == Reservation!.ReasonItem);
        var isDecline = IsSame(reason, Payment?.Reason) && named.ReasonItem is null;
        if (!isRefusal && !isDecline)
        {
            var item = named.ReasonItem is { } blamed ? $" of item {blamed}" : "";
            yield return $"fails by {reason.ToCode()}{item}, which is not the recorded reason";
        }
    }

    // A node that did not know the reason recorded `other` for it.
    private static bool IsSame(Reason told, Reason? recorded) =>
        recorded is not null && (told == recorded || told is Domain.Reason.Other);

    private static Reason? RefusalOf(Reservation? reservation) =>
        reservation?.Status is ReservationStatus.Cancelled ? Domain.Reason.Timeout
        : reservation?.Status is ReservationStatus.Refused ? reservation.Reason
        : null;

    private string Name => $"attempt {Id} of order {Order}";

    private string StockText => Reservation is null ? "untouched" : Text(Reservation.Status);

    private string MoneyText => Text(Money);

    private string StandingText(Func<OrderId, bool> isOrder) => Named switch
    {
        null when !isOrder(Order) => "the order does not exist",
        null when IsOneStory => "the order names another attempt or none",
        null => "they do not agree, and the order names another attempt or none",
        { IsFailing: true } => "the order is processing and about to fail",
        { } named => $"the order is {Text(named.Status)}",
    };

    private static string Text<T>(T value)
        where T : struct, Enum => EnumText.TextOf(value);
}
