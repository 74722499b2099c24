using System.Collections.Immutable;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;

namespace Cartwright.Domain.Orders;

/// <summary>
/// One step of a saga: the command that does it, the answer that says it is done, and the command that undoes it.
/// </summary>
/// <param name="Name">What the step does.</param>
/// <param name="Do">The command, from the order and its attempt.</param>
/// <param name="Done">
/// The type of the answer that leads to the next step; null where none is needed. A command that takes the next step
/// along needs it only where that could not be done at once.
/// </param>
/// <param name="Refused">The type of the answer that ends the saga; null where the step always succeeds.</param>
/// <param name="Undo">What undoes it; null where there is nothing to undo, or nothing can be.</param>
public sealed record SagaStep(
    string Name,
    Func<Order, Attempt, Message> Do,
    Type? Done,
    Type? Refused,
    Func<Attempt, Message>? Undo);

/// <summary>
/// The two sagas, step by step from top to bottom; undoing runs upwards. The order of the steps is what makes every
/// refusal true: stock moves only when everything else is certain, so nothing is ever refused because of a
/// checkout that is rolled back later.
/// </summary>
public static class Sagas
{
    public static SagaStep HoldCredit { get; } = new(
        "hold credit",
        Do: (order, attempt) => new HoldCredit(attempt, order.Units()),
        Done: typeof(CreditHeld),
        Refused: typeof(CreditDeclined),
        Undo: attempt => new VoidCredit(attempt));

    /// <summary>The decision: taken means that the order is paid.</summary>
    public static SagaStep TakeStock { get; } = new(
        "take stock",
        Do: (order, attempt) => new TakeStock(attempt, order.Units()),
        Done: typeof(StockTaken),
        Refused: typeof(StockRefused),
        Undo: null);

    public static SagaStep CaptureCredit { get; } = new(
        "capture credit",
        Do: (_, attempt) => new CaptureCredit(attempt),
        Done: null,
        Refused: null,
        Undo: null);

    public static SagaStep ReturnStock { get; } = new(
        "return stock",
        Do: (order, attempt) => new ReturnStock(attempt, order.Units()),
        Done: typeof(StockReturned),
        Refused: null,
        Undo: null);

    public static SagaStep RefundCredit { get; } = new(
        "refund credit",
        Do: (_, attempt) => new RefundCredit(attempt),
        Done: typeof(CreditRefunded),
        Refused: null,
        Undo: null);

    /// <summary>From processing to paid or failed.</summary>
    public static ImmutableArray<SagaStep> Checkout { get; } = [HoldCredit, TakeStock, CaptureCredit];

    /// <summary>From paid to cancelled.</summary>
    public static ImmutableArray<SagaStep> Cancel { get; } = [ReturnStock, RefundCredit];
}
