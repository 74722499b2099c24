using Cartwright.Kernel;

namespace Cartwright.Domain.Payments;

/// <summary>How an attempt's hold ended.</summary>
public enum PaymentStatus
{
    /// <summary>The hold was made final.</summary>
    Captured,

    /// <summary>The hold was given back, or refused before it came.</summary>
    Voided,

    /// <summary>There never was a hold: the credit was too small, or there is no such user.</summary>
    Declined,

    /// <summary>A captured payment that was given back.</summary>
    Refunded,
}

/// <summary>
/// The record of one attempt once its hold has ended or been declined. While the attempt is held or waits, it
/// stands in the account instead, and there is no such row.
/// </summary>
public sealed record Payment
{
    public required OrderId Order { get; init; }

    public required UserId User { get; init; }

    public required long Amount { get; init; }

    public required PaymentStatus Status { get; init; }

    /// <summary>Why the hold was declined.</summary>
    public Reason? Reason { get; init; }

    /// <summary>The account's generation when the payment was captured.</summary>
    public long Generation { get; init; }

    public static Table<Payment> Table { get; } = new(
        5,
        "payments",
        new Column("attempt_id", ColumnKind.Number),
        [
            new("order_id", ColumnKind.Number), new("user_id", ColumnKind.Number), new("amount", ColumnKind.Number),
            new("status", ColumnKind.Text), new("reason", ColumnKind.Text, Nullable: true),
            new("generation", ColumnKind.Number),
        ],
        (_, row) => new Payment
        {
            Order = new OrderId(row.ReadNumber()),
            User = new UserId(row.ReadNumber()),
            Amount = row.ReadNumber(),
            Status = EnumText.Parse<PaymentStatus>(row.ReadText()),
            Reason = row.ReadText() is { } code ? ReasonCodes.FromStored(code) : null,
            Generation = row.ReadNumber(),
        },
        (payment, row) =>
        {
            row.WriteNumber(payment.Order.Value);
            row.WriteNumber(payment.User.Value);
            row.WriteNumber(payment.Amount);
            row.WriteText(EnumText.TextOf(payment.Status));
            row.WriteText(payment.Reason?.ToCode());
            row.WriteNumber(payment.Generation);
        });

    public static Key KeyOf(AttemptId attempt) => Table.KeyOf(attempt.Value);

    /// <summary>The record of an attempt that ended this way.</summary>
    public static Payment FromAttempt(Attempt attempt, PaymentStatus status) =>
        new() { Order = attempt.Order, User = attempt.User, Amount = attempt.Amount, Status = status };
}
