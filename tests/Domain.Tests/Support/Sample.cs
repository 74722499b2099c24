using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Kernel;

namespace Cartwright.Domain.Tests.Support;

/// <summary>The order, attempt, user and items of most tables.</summary>
internal static class Sample
{
    public const long Now = 1_000_000;
    public const long Deadline = Now + 30_000;
    public const int Partition = 3;

    public static readonly OrderId Order = new(1);
    public static readonly UserId User = new(7);
    public static readonly ItemId Apple = new(10);
    public static readonly ItemId Pear = new(11);
    public static readonly AttemptId Id = new(100);

    /// <summary>Two apples at 10 and one pear at 30.</summary>
    public static readonly Attempt Attempt = new(Id, Order, User, 50, Partition);

    public static readonly Units[] Units = [new(Apple, 2), new(Pear, 1)];

    public static HoldCredit Hold => HoldCredit(Attempt);

    public static TakeStock Take => new(Attempt, [.. Units]);

    public static ReturnStock Return => new(Attempt, [.. Units]);

    public static Order Open => new()
    {
        User = User,
        Lines = [new Line(Apple, 2, 20), new Line(Pear, 1, 30)],
        Total = 50,
        UpdatedAt = 5,
    };

    public static Order Running => Open with
    {
        Status = OrderStatus.Processing,
        Attempt = Id,
        ReplyTo = Partition,
        Deadline = Deadline,
        Due = Now + Backoff.FirstMs,
    };

    public static Order Failing => Running with { Reason = Reason.OutOfStock, ReasonItem = Pear };

    public static Order Failed => Open with
    {
        Status = OrderStatus.Failed,
        Attempt = Id,
        ReplyTo = Partition,
        Reason = Reason.OutOfStock,
        ReasonItem = Pear,
    };

    public static Order Paid => Open with { Status = OrderStatus.Paid, Attempt = Id, ReplyTo = Partition };

    public static Order Cancelling => Paid with { Status = OrderStatus.Cancelling, Due = Now + Backoff.FirstMs };

    public static Order Cancelled => Paid with { Status = OrderStatus.Cancelled };

    /// <summary>An attempt of the user, of an order of its own.</summary>
    public static Attempt Other(long id, long amount) =>
        new(new AttemptId(id), new OrderId(id + 1_000), User, amount, Partition);

    /// <summary>The command that holds an attempt's amount and takes the next step along.</summary>
    public static HoldCredit HoldCredit(Attempt attempt) => new(attempt, [.. Units]);

    /// <summary>The hold of an attempt, begun at this time.</summary>
    public static Hold HoldOf(Attempt attempt, long since = Now) =>
        new(attempt.Id, attempt.Order, attempt.Amount, attempt.ReplyTo, since);

    public static Account Funded(long credit) => new() { Credit = credit, Funded = credit };

    /// <summary>An account with these attempts held in flight, funded for all of them and the credit.</summary>
    public static Account Holding(long credit, params Attempt[] attempts)
    {
        var held = attempts.Sum(attempt => attempt.Amount);
        return Funded(credit + held) with
        {
            Credit = credit,
            Held = held,
            Holds = [.. attempts.Select(attempt => HoldOf(attempt))],
            Due = attempts.Length > 0 ? Now + Backoff.FirstMs : null,
        };
    }

    public static Payment Payment(PaymentStatus status, Attempt? attempt = null) =>
        Domain.Payments.Payment.FromAttempt(attempt ?? Attempt, status);

    public static Reservation Reservation(ReservationStatus status) => new()
    {
        Order = Order,
        Status = status,
        Lines = status is ReservationStatus.Taken or ReservationStatus.Returned
            ? [new TakenLine(Apple, 2, 0), new TakenLine(Pear, 1, 0)]
            : [],
    };
}
