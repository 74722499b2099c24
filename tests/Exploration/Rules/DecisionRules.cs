using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Exploration.Search;
using Cartwright.Kernel;

namespace Cartwright.Exploration.Rules;

/// <summary>Conditions on each decision and the rows that it was made from.</summary>
internal static class DecisionRules
{
    public static Violation? Check(Rows before, Message message, Decision decision) =>
        CheckKeys(before, message, decision)
        ?? CheckRecords(before, decision)
        ?? CheckSweep(message, decision)
        ?? AmountRules.Check(before, message, decision)
        ?? WaitingRules.Check(before, message, decision)
        ?? RefusalRules.Check(before, message, decision)
        ?? CheckAttempt(before, decision);

    private static Violation? CheckKeys(Rows before, Message message, Decision decision)
    {
        var keys = decision.Changes.Select(change => change.Key).ToList();
        var twice = keys.Count != keys.Distinct().Count();
        var foreign = keys.Any(key => !before.Contains(key) && !ReferenceEquals(key.Table, Payment.Table));
        return twice || foreign
            ? new Violation(Invariant.NamedRowsOnly, $"{Words.Of(message)} changes {string.Join(", ", keys)}.")
            : null;
    }

    private static Violation? CheckRecords(Rows before, Decision decision)
    {
        foreach (var (key, row) in decision.Changes.Where(change => before.Contains(change.Key)))
        {
            var stays = (before.Find<object>(key), row) switch
            {
                (Payment was, Payment now) => now == was || now == was with { Status = PaymentStatus.Refunded }
                    && was.Status is PaymentStatus.Captured,
                (Reservation was, Reservation now) => now.Status == was.Status
                    || (was.Status is ReservationStatus.Taken && now.Status is ReservationStatus.Returned),
                (not null, null) => false,
                _ => true,
            };
            if (!stays)
            {
                return new Violation(Invariant.RecordStays, $"{before.Find<object>(key)} becomes {row}.");
            }
        }

        return null;
    }

    private static Violation? CheckSweep(Message message, Decision decision)
    {
        if (message is not (SweepOrder or SweepAccount or PushOrder))
        {
            return null;
        }

        var dues = decision.Changes.Select(change => change.State switch
        {
            Order order => order.Due,
            Account account => account.Due,
            _ => null,
        });
        return dues.All(due => due is null or > Pinned.Now)
            ? null
            : new Violation(Invariant.SweepMovesOn, $"{Words.Of(message)} leaves its row due at once.");
    }

    // A new attempt replaces only a failed one, and clients that wait for the failed one still learn how it ended.
    private static Violation? CheckAttempt(Rows before, Decision decision)
    {
        foreach (var (key, row) in decision.Changes)
        {
            if (row is not Order { Attempt: not null } now || before.Find<Order>(key) is not { } was)
            {
                continue;
            }

            if (now.Attempt == was.Attempt)
            {
                if (was.Status is OrderStatus.Failed && (now.Reason, now.ReasonItem) != (was.Reason, was.ReasonItem))
                {
                    return new Violation(Invariant.OutcomeStays, $"{key} failed by {was.Reason}, now {now.Reason}.");
                }

                continue;
            }

            if (was.Status is not (OrderStatus.Open or OrderStatus.Failed))
            {
                return new Violation(Invariant.OneAttempt, $"{key} is {was.Status} and begins attempt {now.Attempt}.");
            }

            if (was.Attempt is not null && (now.FailedAttempt != was.Attempt || now.FailedReason != was.Reason))
            {
                return new Violation(Invariant.OutcomeStays, $"{key} forgets how attempt {was.Attempt} ended.");
            }
        }

        return null;
    }
}
