using System.Globalization;
using System.Text;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Sagas;
using Cartwright.Domain.Views;
using Cartwright.Exploration.Search;
using Cartwright.Kernel;

namespace Cartwright.Exploration.Rules;

/// <summary>
/// The view of each order, in every state: what it shows as done is on record, nothing waits in an order that has ended
/// but what follows from its decision, and nothing at all waits in a quiet world. Views are checked once for the rows
/// from which they follow.
/// </summary>
internal sealed class ViewRules(World world, IReadOnlyList<IService> services)
{
    private readonly Dictionary<string, (Violation? Violation, bool IsOpen)> _checked = [];
    private readonly StringBuilder _rows = new();

    public Violation? Check(StateView state, bool isAtRest)
    {
        for (var i = 0; i < state.OrderCount; i++)
        {
            if (state.OrderAt(i) is not { Attempt: { } attempt } order || attempt.Value > state.Attempts)
            {
                continue;
            }

            var (violation, isOpen) = Of(state, new OrderId(i), order);
            if (violation is not null)
            {
                return violation;
            }

            if (isAtRest && isOpen)
            {
                return Broken($"At rest, the view of order {i}, {order.Status}, has a step that waits.");
            }
        }

        return null;
    }

    private (Violation? Violation, bool IsOpen) Of(StateView state, OrderId id, Order order)
    {
        var rows = new Rows();
        _rows.Clear().Append(id.Value);
        var keys = services.SelectMany(service =>
            SagaView.KeysOf(world.Scenario.Sagas, service, order.AttemptOf(id)));
        foreach (var key in keys.Append(Order.KeyOf(id)))
        {
            rows.Set(key, state.RowOf(key));
            _rows.Append(CultureInfo.InvariantCulture, $" {state.NumberOf(key)}");
        }

        var text = _rows.ToString();
        if (!_checked.TryGetValue(text, out var known))
        {
            var view = SagaView.Of(world.Scenario.Sagas, id, order, world.Scenario.ViewRows(rows), _ => true, now: 0);
            known = (Check(view), view.IsOpen);
            _checked.Add(text, known);
        }

        return known;
    }

    private static Violation? Check(SagaView view)
    {
        var status = view.Order.Status;
        var isEnded = status is OrderStatus.Failed or OrderStatus.Cancelled;
        var unproven = view.Steps.FirstOrDefault(step => step.Record!.State is StepRecordState.Done
            ? step.State is not (StepState.Done or StepState.Undoing)
            : step.State is StepState.Done);
        var waiting = view.Steps.FirstOrDefault(step => step.IsOpen);
        var lost = view.Steps.FirstOrDefault(step => step.Undo is UndoState.Waiting && !step.IsOpen);
        return lost is not null
            ? Broken($"Order {view.Id}, {status}, needs the undo of '{lost.Step.Name}', {lost.State}, and sends none.")
            : unproven is not null
            ? Broken($"Order {view.Id}, {status}, shows '{unproven.Step.Name}' as {unproven.State}: {unproven.Record}.")
            : waiting is not null && (isEnded || (status is OrderStatus.Paid && CanReject(waiting)))
            ? Broken($"Order {view.Id} is {status}, and '{waiting.Step.Name}' waits.")
            : null;
    }

    private static bool CanReject(StepView step) => step.Step.Decides || step.Step.Undo is not null;

    private static Violation Broken(string detail) => new(Invariant.ViewIsTrue, detail);
}
