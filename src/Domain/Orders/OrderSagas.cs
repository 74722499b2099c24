using System.Collections.Frozen;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Sagas;
using Cartwright.Domain.Stock;
using Cartwright.Kernel;

namespace Cartwright.Domain.Orders;

/// <summary>
/// The two sagas of an order. The order of the steps makes every rejection true: stock moves only when everything else
/// is certain, so nothing is ever rejected because of a checkout that is rolled back later.
/// </summary>
public sealed class OrderSagas
{
    private readonly FrozenDictionary<Type, SagaAnswer> _answers;

    /// <exception cref="ArgumentException">One type of message stands in two places.</exception>
    public OrderSagas(Saga checkout, Saga cancel)
    {
        (Checkout, Cancel) = (checkout, cancel);
        _answers = AnswersOf(checkout).Concat(AnswersOf(cancel)).ToDictionary().ToFrozenDictionary();
    }

    public static SagaStep HoldCredit { get; } = new()
    {
        Name = "hold credit",
        Do = (attempt, lines) => new HoldCredit(attempt, lines),
        Done = typeof(CreditHeld),
        Rejected = typeof(CreditDeclined),
        Undo = attempt => new VoidCredit(attempt),
        Undone = typeof(CreditVoided),
        Asked = typeof(AskOutcome),
    };

    /// <summary>The decision: taken means that the order is paid.</summary>
    public static SagaStep TakeStock { get; } = new()
    {
        Name = "take stock",
        Do = (attempt, lines) => new TakeStock(attempt, lines),
        Done = typeof(StockTaken),
        Rejected = typeof(StockRefused),
        Decides = true,
        Settle = attempt => new CancelAttempt(attempt),
    };

    /// <summary>Needs no answer: payment asks for the outcome as long as it holds the credit.</summary>
    public static SagaStep CaptureCredit { get; } = new()
    {
        Name = "capture credit",
        Do = (attempt, _) => new CaptureCredit(attempt),
    };

    public static SagaStep ReturnStock { get; } = new()
    {
        Name = "return stock",
        Do = (attempt, lines) => new ReturnStock(attempt, lines),
        Done = typeof(StockReturned),
    };

    public static SagaStep RefundCredit { get; } = new()
    {
        Name = "refund credit",
        Do = (attempt, _) => new RefundCredit(attempt),
        Done = typeof(CreditRefunded),
    };

    /// <summary>The sagas that the shop runs.</summary>
    public static OrderSagas Standard { get; } = new(
        new Saga("checkout", [HoldCredit, TakeStock, CaptureCredit]),
        new Saga("cancel", [ReturnStock, RefundCredit]));

    /// <summary>From processing to paid or failed.</summary>
    public Saga Checkout { get; }

    /// <summary>From paid to cancelled.</summary>
    public Saga Cancel { get; }

    /// <summary>The place of a message in the two tables; null for a message that stands in neither.</summary>
    public SagaAnswer? FindAnswer(Message message) =>
        _answers.TryGetValue(message.GetType(), out var answer) ? answer : null;

    private static IEnumerable<KeyValuePair<Type, SagaAnswer>> AnswersOf(Saga saga) =>
        saga.Steps.SelectMany((step, place) =>
            new (Type? Type, AnswerKind Kind)[]
            {
                (step.Done, AnswerKind.Done), (step.Rejected, AnswerKind.Rejected),
                (step.Undone, AnswerKind.Undone), (step.Asked, AnswerKind.Asked),
            }
            .Where(column => column.Type is not null)
            .Select(column => KeyValuePair.Create(column.Type!, new SagaAnswer(saga, place, column.Kind))));
}
