using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Exploration.Search;

namespace Cartwright.Exploration.Rules;

/// <summary>Conditions across the three services in every state.</summary>
internal static class StateRules
{
    public static Violation? Check(StateView state)
    {
        for (var attempt = 1; attempt <= state.Attempts; attempt++)
        {
            if (CheckAttempt(state, attempt) is { } violation)
            {
                return violation;
            }
        }

        return CheckOrders(state) ?? CheckItems(state) ?? CheckAccounts(state) ?? state.CheckViews(isAtRest: false);
    }

    /// <summary>Further conditions once everything is at rest.</summary>
    public static Violation? CheckAtRest(StateView state)
    {
        for (var attempt = 1; attempt <= state.Attempts; attempt++)
        {
            var verdict = state.VerdictOf(attempt);
            var matches = (state.ReservationOf(attempt)?.Status, state.PaymentOf(attempt)?.Status) switch
            {
                (ReservationStatus.Taken, var paid) => paid is PaymentStatus.Captured,
                (ReservationStatus.Returned, var paid) => paid is PaymentStatus.Refunded,
                (_, var paid) => paid is not (PaymentStatus.Captured or PaymentStatus.Refunded),
            };
            if (!matches || verdict is Verdict.Accepted or Verdict.Cancelling || state.CreditOf(attempt).Count > 0)
            {
                return new Violation(
                    Invariant.EndsQuiet, $"At rest, attempt {attempt} is {verdict}: {state.Describe(attempt)}.");
            }
        }

        return null;
    }

    private static Violation? CheckAttempt(StateView state, int attempt)
    {
        var (reservation, payment) = (state.ReservationOf(attempt), state.PaymentOf(attempt));
        var (held, count) = state.CreditOf(attempt);
        var taken = reservation?.Status is ReservationStatus.Taken or ReservationStatus.Returned;
        var captured = payment?.Status is PaymentStatus.Captured or PaymentStatus.Refunded;
        var broken = state.VerdictOf(attempt) switch
        {
            _ when count > 1 || (count == 1 && payment is not null) => Invariant.OneRecord,
            Verdict.Failed when taken || captured || count > 0 => Invariant.NoResidue,
            _ when taken && !held && !captured => Invariant.MoneyBeforeStock,
            _ when captured && !taken => Invariant.StockBeforeCapture,
            Verdict.Paid when reservation?.Status is not ReservationStatus.Taken => Invariant.PaidIsTrue,
            Verdict.Paid when !held && payment?.Status is not PaymentStatus.Captured => Invariant.PaidIsTrue,
            Verdict.Cancelling when !taken => Invariant.PaidIsTrue,
            Verdict.Cancelled when reservation?.Status is not ReservationStatus.Returned
                || payment?.Status is not PaymentStatus.Refunded => Invariant.PaidIsTrue,
            _ => (Invariant?)null,
        };
        return broken is { } invariant
            ? new Violation(
                invariant, $"Attempt {attempt} is {state.VerdictOf(attempt)}: {state.Describe(attempt)}.")
            : CheckTold(state, attempt);
    }

    // A client that reads the order's row now must not get another result than a client that read it before.
    private static Violation? CheckTold(StateView state, int attempt)
    {
        if (state.OrderOf(attempt) is not { } order)
        {
            return null;
        }

        var told = Outcome.OutcomeOf(order, new AttemptId(attempt));
        var verdict = state.VerdictOf(attempt);
        return !told.IsKnown || Verdicts.Of(told.Status) == verdict
            ? null
            : new Violation(
                Invariant.OutcomeStays,
                $"Attempt {attempt} is {verdict}, and who asks now is told {told.Status} ({told.Reason?.ToCode()}).");
    }

    private static Violation? CheckOrders(StateView state)
    {
        for (var i = 0; i < state.OrderCount; i++)
        {
            if (state.OrderAt(i) is not { Attempt: { } id } order)
            {
                continue;
            }

            var attempt = (int)id.Value;
            if (order.IsDecidedPaid && !PaidWhole(state, order, attempt))
            {
                return new Violation(
                    Invariant.WholeOrder,
                    $"Order {i} is {order.Status} by attempt {attempt}: {state.Describe(attempt)}.");
            }

            if (order.Reason is { } reason && !IsRecorded(state, reason, attempt))
            {
                return new Violation(
                    Invariant.ReasonIsRecorded,
                    $"Order {i} fails by '{reason.ToCode()}', attempt {attempt}: {state.Describe(attempt)}.");
            }
        }

        return null;
    }

    private static bool PaidWhole(StateView state, Order order, int attempt)
    {
        var lines = state.ReservationOf(attempt)?.Lines ?? [];
        if (lines.Length != order.Lines.Length || state.AmountOf(attempt) != order.Total)
        {
            return false;
        }

        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Item != order.Lines[i].Item || lines[i].Quantity != order.Lines[i].Quantity)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsRecorded(StateView state, Reason reason, int attempt) => reason switch
    {
        Reason.Timeout => state.ReservationOf(attempt)?.Status is ReservationStatus.Cancelled,
        Reason.OutOfStock or Reason.UnknownItem => state.ReservationOf(attempt) is
        {
            Status: ReservationStatus.Refused,
        } refused && refused.Reason == reason,
        _ => state.PaymentOf(attempt) is { Status: PaymentStatus.Declined } declined && declined.Reason == reason,
    };

    private static Violation? CheckItems(StateView state)
    {
        for (var i = 0; i < state.ItemCount; i++)
        {
            if (state.ItemAt(i) is not { } item)
            {
                continue;
            }

            var (taken, returned) = (0L, 0L);
            for (var attempt = 1; attempt <= state.Attempts; attempt++)
            {
                if (state.ReservationOf(attempt) is { Lines.IsEmpty: false } reservation)
                {
                    var units = UnitsOf(reservation, i, item.Generation);
                    taken += units;
                    returned += reservation.Status is ReservationStatus.Returned ? units : 0;
                }
            }

            if (item.Taken != taken || item.Returned != returned)
            {
                return new Violation(
                    Invariant.TakenOnce,
                    $"Item {i} counts {item.Taken} taken and {item.Returned} returned, the attempts "
                        + $"{taken} and {returned}.");
            }
        }

        return null;
    }

    private static long UnitsOf(Reservation reservation, long item, long generation)
    {
        var units = 0L;
        foreach (var line in reservation.Lines)
        {
            units += line.Item.Value == item && line.Generation == generation ? line.Quantity : 0;
        }

        return units;
    }

    private static Violation? CheckAccounts(StateView state)
    {
        for (var i = 0; i < state.AccountCount; i++)
        {
            if (state.AccountAt(i) is not { } account)
            {
                continue;
            }

            var (captured, refunded) = (0L, 0L);
            for (var attempt = 1; attempt <= state.Attempts; attempt++)
            {
                if (state.PaymentOf(attempt) is { } paid
                    && paid.User.Value == i
                    && paid.Generation == account.Generation)
                {
                    captured += paid.Status is PaymentStatus.Captured or PaymentStatus.Refunded ? paid.Amount : 0;
                    refunded += paid.Status is PaymentStatus.Refunded ? paid.Amount : 0;
                }
            }

            if (account.Captured != captured || account.Refunded != refunded)
            {
                return new Violation(
                    Invariant.PaidOnce,
                    $"Account {i} counts {account.Captured} captured and {account.Refunded} refunded, the attempts "
                        + $"{captured} and {refunded}.");
            }
        }

        return null;
    }
}
