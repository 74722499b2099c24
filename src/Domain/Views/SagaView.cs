using System.Collections.Immutable;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Sagas;
using Cartwright.Kernel;

namespace Cartwright.Domain.Views;

/// <summary>
/// The two sagas of one order with all their steps, done and still to come: a function of the rows of the services. The
/// rows may be of slightly different moments, because each service has its own database.
/// </summary>
public sealed record SagaView
{
    public required OrderId Id { get; init; }

    public required Order Order { get; init; }

    /// <summary>The steps of the checkout; none while the order was never checked out.</summary>
    public required ImmutableArray<StepView> Checkout { get; init; }

    /// <summary>The steps of the cancellation; none while the order was never checked out.</summary>
    public required ImmutableArray<StepView> Cancel { get; init; }

    /// <summary>The time of the view, in milliseconds since 1970.</summary>
    public required long Now { get; init; }

    /// <summary>All steps of both sagas.</summary>
    public IEnumerable<StepView> Steps => Checkout.Concat(Cancel);

    /// <summary>
    /// Whether something is still to happen: a step is to be done or undone, or the order has not received the last
    /// answer yet.
    /// </summary>
    public bool IsOpen =>
        Order.Status is OrderStatus.Processing or OrderStatus.Cancelling || Steps.Any(step => step.IsOpen);

    /// <summary>
    /// Whether the deciding step was asked to decide at once, as failed if it had not decided: the sweep does that from
    /// the deadline on, and only then puts its next look after the deadline.
    /// </summary>
    public static bool IsSettling(Order order) =>
        order is { Status: OrderStatus.Processing, Reason: null, Deadline: { } deadline, Due: { } due }
        && due > deadline;

    /// <summary>How long the order has had its status, in milliseconds.</summary>
    public long Age => Math.Max(0, Now - Order.UpdatedAt);

    /// <summary>The view of an order of the shop.</summary>
    /// <param name="id">The order.</param>
    /// <param name="order">Its row.</param>
    /// <param name="rows">The rows of the services that answered: those of <see cref="KeysOf"/>.</param>
    /// <param name="hasAnswered">Whether the rows of a service are among them.</param>
    /// <param name="now">Milliseconds since 1970.</param>
    public static SagaView Of(OrderId id, Order order, IRows rows, Predicate<Role> hasAnswered, long now) =>
        Of(OrderSagas.Standard, id, order, rows, hasAnswered, now);

    /// <summary>The view of an order in other sagas than the shop's.</summary>
    public static SagaView Of(
        OrderSagas sagas, OrderId id, Order order, IRows rows, Predicate<Role> hasAnswered, long now)
    {
        if (order.Attempt is null)
        {
            return new SagaView { Id = id, Order = order, Checkout = [], Cancel = [], Now = now };
        }

        var attempt = order.AttemptOf(id);
        var checkout = Recorded(sagas.Checkout, attempt, rows, hasAnswered);
        var cancel = Recorded(sagas.Cancel, attempt, rows, hasAnswered);
        var standing = Standings.StandingOf(order, attempt);
        var isSettling = IsSettling(order);
        var (checkoutStates, cancelStates) = standing switch
        {
            Standing.Running =>
                (StepStates.OfRunning(sagas.Checkout, checkout, isSettling), StepStates.OfUnbegun(cancel)),
            Standing.Failing => (StepStates.OfFailing(sagas.Checkout, checkout), StepStates.OfUnbegun(cancel)),
            Standing.Failed => (StepStates.OfFailed(sagas.Checkout, checkout), StepStates.OfUnbegun(cancel)),
            Standing.Paid when order.Status is OrderStatus.Paid =>
                (StepStates.OfPaid(sagas.Checkout, checkout), StepStates.OfUnbegun(cancel)),
            Standing.Paid =>
                (StepStates.OfCancelled(sagas.Checkout, checkout), StepStates.OfBegun(sagas.Cancel, cancel)),
            _ => throw new InvalidOperationException($"An order's own attempt is not {standing}."),
        };
        return new SagaView
        {
            Id = id,
            Order = order,
            Checkout = ViewsOf(sagas.Checkout, checkout, checkoutStates),
            Cancel = ViewsOf(sagas.Cancel, cancel, cancelStates),
            Now = now,
        };

        ImmutableArray<StepView> ViewsOf(
            Saga saga, ImmutableArray<StepRecord?> records, ImmutableArray<StepState> states) =>
        [
            .. saga.Steps
                .Select((step, place) => new StepView(step, saga.ServiceOf(step), states[place], records[place]))
                .Select(view => view with
                {
                    Undo = UndoStates.Of(view.Step, view.State, standing),
                    OnItsWay = OnItsWay(view, attempt, isSettling),
                }),
        ];
    }

    /// <summary>The rows of a service that the view of an order needs: those that the steps' commands touch.</summary>
    public static IReadOnlySet<Key> KeysOf(IService service, Attempt attempt) =>
        KeysOf(OrderSagas.Standard, service, attempt);

    /// <summary>The rows of a service that the view of an order needs in other sagas than the shop's.</summary>
    public static IReadOnlySet<Key> KeysOf(OrderSagas sagas, IService service, Attempt attempt)
    {
        var keys = new HashSet<Key>();
        foreach (var command in new[] { sagas.Checkout, sagas.Cancel }.SelectMany(saga => saga.Steps
            .Where(step => saga.ServiceOf(step) == service.Role)
            .Select(step => step.Do(attempt, []))))
        {
            service.AddKeys(command, keys);
        }

        return keys;
    }

    private static ImmutableArray<StepRecord?> Recorded(
        Saga saga, Attempt attempt, IRows rows, Predicate<Role> hasAnswered) =>
        [.. saga.Steps.Select(step =>
            hasAnswered(saga.ServiceOf(step)) ? ((IStepCommand)step.Do(attempt, [])).RecordIn(rows) : null)];

    private static Message? OnItsWay(StepView view, Attempt attempt, bool isSettling) =>
        view.State is StepState.Undoing ? view.Step.Undo!(attempt)
        : view.State is not StepState.Waiting ? null
        : isSettling && view.Step.Settle is { } settle ? settle(attempt)
        : view.Record?.State is StepRecordState.Queued ? null
        : view.Step.Do(attempt, []);
}
