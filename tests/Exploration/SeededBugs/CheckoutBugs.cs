using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Kernel;

namespace Cartwright.Exploration.SeededBugs;

/// <summary>Mistakes of the order service in running the two sagas.</summary>
internal static class CheckoutBugs
{
    public static IReadOnlyList<SeededBug> All { get; } =
    [
        In("fails before voided", "The order is failed at the refusal, while its credit is still held.", FailEarly),
        In("voids by guess", "A hold of an attempt that a reset order forgot may belong to a paid one.", VoidByGuess),
        In("voids a cancelling order", "Its payment is to be refunded, not taken back as never made.", VoidCancelling),
        In("voids what is running", "An attempt that is not decided yet can still be paid.", VoidRunning),
        In("matches no attempt", "A late answer for the last attempt decides the present one.", MatchNothing),
        In("ignores late answers", "A hold whose capture was lost is asked after, and nobody answers.", IgnoreLate),
        In("never sweeps orders", "An order whose message was lost is processing for ever.", SweepNothing),
        In("sweeps without a pause", "The sweep finds the order due again at once, and again.", SweepAtOnce),
        In("fails what is pushed", "The take may have happened when an operator gives the order up.", FailPushed),
        In("takes before the credit is held", "Stock goes to somebody who may not be able to pay.", TakeEarly),
        In("guesses at the deadline", "The take may have happened: only stock knows.", GuessAtDeadline),
        In("refunds before the return", "The order is cancelled while its stock is still out.", RefundEarly),
        In("refunds by the unit price", "The lines may have been added at several prices.", RefundByUnitPrice),
        In("does not void at a late hold", "The credit of a refused attempt stays held.", ForgetToVoid),
    ];

    private static SeededBug In(string name, string description, Alteration alteration) =>
        SeededBug.In(Role.Order, name, description, alteration);

    private static Decision FailEarly(IService real, IRows rows, Message message, long now) =>
        real.Decide(rows, message, now).Altered(rows: row =>
            message is StockRefused && row is Order { Status: OrderStatus.Processing } order
                ? order with { Status = OrderStatus.Failed, Deadline = null, Due = null }
                : row);

    private static Decision VoidByGuess(IService real, IRows rows, Message message, long now) =>
        real.Decide(rows, message, now).Altered(messages: sent =>
            message is CreditHeld or AskOutcome && sent is CancelAttempt cancel
                ? new VoidCredit(cancel.Attempt)
                : sent);

    private static Decision VoidCancelling(IService real, IRows rows, Message message, long now) =>
        message is AskOutcome ask && rows.OrderOf(ask.Attempt)?.Status is OrderStatus.Cancelling
            ? Decision.Nothing.Send(new VoidCredit(ask.Attempt))
            : real.Decide(rows, message, now);

    private static Decision VoidRunning(IService real, IRows rows, Message message, long now) =>
        message is AskOutcome ask && rows.OrderOf(ask.Attempt)?.Status is OrderStatus.Processing
            ? Decision.Nothing.Send(new VoidCredit(ask.Attempt))
            : real.Decide(rows, message, now);

    private static Decision MatchNothing(IService real, IRows rows, Message message, long now)
    {
        if (Altering.AttemptOf(message) is not { } named || rows.OrderOf(named) is not { Attempt: not null } order)
        {
            return real.Decide(rows, message, now);
        }

        var taken = order.AttemptOf(named.Order);
        return real.Decide(rows, message.About(taken), now);
    }

    private static Decision IgnoreLate(IService real, IRows rows, Message message, long now)
    {
        var isLate = message is CreditHeld or StockTaken or StockRefused or AskOutcome
            && Altering.AttemptOf(message) is { } named
            && !(rows.OrderOf(named) is { Status: OrderStatus.Processing, Reason: null } order
                && order.Attempt == named.Id);
        return isLate ? Decision.Nothing : real.Decide(rows, message, now);
    }

    private static Decision SweepNothing(IService real, IRows rows, Message message, long now) =>
        message is SweepOrder ? Decision.Nothing : real.Decide(rows, message, now);

    private static Decision SweepAtOnce(IService real, IRows rows, Message message, long now) =>
        real.Decide(rows, message, now).Altered(rows: row =>
            message is SweepOrder && row is Order order ? order with { Due = now } : row);

    private static Decision FailPushed(IService real, IRows rows, Message message, long now) =>
        real.Decide(rows, message, now).Altered(
            row => message is PushOrder && row is Order { Status: OrderStatus.Processing } order
                ? order with { Reason = Reason.Timeout }
                : row,
            sent => message is PushOrder && sent is HoldCredit hold ? new VoidCredit(hold.Attempt) : sent);

    private static Decision TakeEarly(IService real, IRows rows, Message message, long now)
    {
        var decision = real.Decide(rows, message, now);
        var begun = decision.Changes.Select(change => change.State).OfType<Order>().FirstOrDefault();
        var hold = decision.Messages.OfType<HoldCredit>().FirstOrDefault();
        return message is CheckOutOrder && begun is not null && hold is not null
            ? decision.AndSend(new TakeStock(hold.Attempt, begun.LinesAsUnits()))
            : decision;
    }

    private static Decision GuessAtDeadline(IService real, IRows rows, Message message, long now)
    {
        var decision = real.Decide(rows, message, now);
        return message is SweepOrder && decision.Messages.Any(sent => sent is CancelAttempt)
            ? decision.Altered(
                row => row is Order order ? order with { Reason = Reason.Timeout } : row,
                sent => sent is CancelAttempt cancel ? new VoidCredit(cancel.Attempt) : sent)
            : decision;
    }

    private static Decision RefundEarly(IService real, IRows rows, Message message, long now)
    {
        var decision = real.Decide(rows, message, now);
        return decision.Messages.OfType<ReturnStock>().FirstOrDefault() is { } giveBack
            ? decision.AndSend(new RefundCredit(giveBack.Attempt))
            : decision;
    }

    private static Decision RefundByUnitPrice(IService real, IRows rows, Message message, long now)
    {
        var lines = message is StockReturned returned ? rows.OrderOf(returned.Attempt)?.Lines ?? [] : [];
        var today = lines.Sum(line => line.Cost / line.Quantity * line.Quantity);
        return real.Decide(rows, message, now).Altered(messages: sent =>
            sent is RefundCredit refund ? new RefundCredit(refund.Attempt with { Amount = today }) : sent);
    }

    private static Decision ForgetToVoid(IService real, IRows rows, Message message, long now) =>
        real.Decide(rows, message, now).Altered(messages: sent => sent is VoidCredit ? null : sent);
}
