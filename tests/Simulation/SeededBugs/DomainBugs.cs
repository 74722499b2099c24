using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Simulation.Cluster;

namespace Cartwright.Simulation.SeededBugs;

/// <summary>Mistakes in the rules of the services.</summary>
internal static class DomainBugs
{
    public static IReadOnlyList<SeededBug> All { get; } =
    [
        Of("a take after its cancel is accepted", Role.Stock, TakeAfterCancel),
        Of("stock is taken before the credit is held", Role.Order, TakeAtOnce),
        Of("answers for a decided attempt are ignored", Role.Order, IgnoreLate),
        Of("a deadline that guesses", Role.Order, GuessAtDeadline),
        Of("failed before its credit is back", Role.Order, FailAtOnce),
        Of("a decline instead of a wait", Role.Payment, DeclineAtOnce),
    ];

    private static SeededBug Of(string name, Role role, Func<IService, IRows, Message, long, Decision> decide) =>
        new(name, new Wiring
        {
            Service = service => service.Role == role ? new WrappedService(service, decide) : service,
        });

    private static Decision TakeAfterCancel(IService service, IRows rows, Message message, long now) =>
        service.Decide(
            message is TakeStock
                ? new HiddenRows(rows, row => row is Reservation { Status: ReservationStatus.Cancelled })
                : rows,
            message,
            now);

    private static Decision TakeAtOnce(IService service, IRows rows, Message message, long now)
    {
        var decision = service.Decide(rows, message, now);
        return message is CheckOutOrder && decision.Changes is [{ State: Order order } change]
            ? decision.Send(new TakeStock(order.AttemptOf(new OrderId(change.Key.Id)), order.Units()))
            : decision;
    }

    private static Decision IgnoreLate(IService service, IRows rows, Message message, long now) =>
        message is IAttemptMessage { Attempt: var attempt }
        && rows.Find<Order>(Order.Key(attempt.Order)) is { } order
        && order.Attempt == attempt.Id
        && order.Status is OrderStatus.Paid or OrderStatus.Failed
            ? Decision.Nothing
            : service.Decide(rows, message, now);

    private static Decision GuessAtDeadline(IService service, IRows rows, Message message, long now)
    {
        if (message is SweepOrder sweep
            && rows.Find<Order>(Order.Key(sweep.Order)) is { Status: OrderStatus.Processing, Reason: null } order
            && order.Deadline <= now)
        {
            var late = order with { Reason = Reason.Timeout, Due = Backoff.Next(now, 0) };
            return Decision.Nothing
                .Change(Order.Key(sweep.Order), late)
                .Send(new VoidCredit(order.AttemptOf(sweep.Order)));
        }

        return service.Decide(rows, message, now);
    }

    private static Decision FailAtOnce(IService service, IRows rows, Message message, long now)
    {
        var decision = service.Decide(rows, message, now);
        if (message is not StockRefused || decision.Changes is not [{ State: Order order } change])
        {
            return decision;
        }

        var failed = Decision.Nothing.Change(
            change.Key, order with { Status = OrderStatus.Failed, Due = null, Deadline = null });
        foreach (var sent in decision.Messages)
        {
            failed.Send(sent);
        }

        return failed;
    }

    private static Decision DeclineAtOnce(IService service, IRows rows, Message message, long now)
    {
        if (message is HoldCredit { Attempt: var attempt }
            && rows.Find<Payment>(Payment.Key(attempt.Id)) is null
            && rows.Find<Account>(Account.Key(attempt.User)) is { } account
            && account.HoldOf(attempt.Id) is null
            && account.Credit < attempt.Amount)
        {
            var declined = Payment.Of(attempt, PaymentStatus.Declined) with { Reason = Reason.InsufficientCredit };
            return Decision.Nothing
                .Change(Payment.Key(attempt.Id), declined)
                .Send(new CreditDeclined(attempt, Reason.InsufficientCredit));
        }

        return service.Decide(rows, message, now);
    }
}
