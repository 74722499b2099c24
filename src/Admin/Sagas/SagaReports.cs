using System.Globalization;
using System.Text.Json;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Views;
using Cartwright.Kernel;
using Cartwright.Shop.Wire;

namespace Cartwright.Admin.Sagas;

/// <summary>Orders and the views of their sagas in the form in which they are shown.</summary>
public static class SagaReports
{
    /// <summary>An order without its steps.</summary>
    public static SagaSummary SummaryOf(OrderId id, Order order) => new()
    {
        OrderId = TextOf(id.Value),
        Status = EnumText.TextOf(order.Status),
        UserId = TextOf(order.User.Value),
        Amount = order.Total,
        Lines = [.. order.Lines.Select(line => new SagaLine(TextOf(line.Item.Value), line.Quantity, line.Cost))],
        AttemptId = order.Attempt is { } attempt ? TextOf(attempt.Value) : null,
        Reason = order.Reason?.ToCode(),
        ReasonItem = order.ReasonItem is { } item ? TextOf(item.Value) : null,
        UpdatedAt = order.UpdatedAt,
        Deadline = order.Deadline,
        Looks = order.Looks,
        NextLook = order.Due,
    };

    /// <summary>An order with its steps.</summary>
    /// <param name="view">The view of its sagas.</param>
    /// <param name="silent">The services that gave no answer.</param>
    public static SagaDetail DetailOf(SagaView view, IEnumerable<Role> silent) =>
        new(SummaryOf(view.Id, view.Order))
        {
            Now = view.Now,
            IsOpen = view.IsOpen,
            Checkout = [.. view.Checkout.Select(step => StepOf(view, step))],
            Cancel = [.. view.Cancel.Select(step => StepOf(view, step))],
            Silent = [.. silent.Select(role => role.Name)],
        };

    /// <summary>A state as it is shown: in lower case, its words joined by a dash.</summary>
    public static string TextOf<TState>(TState state)
        where TState : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName($"{state}");

    private static SagaStepReport StepOf(SagaView view, StepView step)
    {
        var attempt = view.Order.AttemptOf(view.Id);
        return new SagaStepReport
        {
            Name = step.Step.Name,
            Service = step.Service.Name,
            State = TextOf(step.State),
            Command = WireNames.NameOf(step.Step.Do(attempt, [])),
            Answer = NameOrNull(step.State is StepState.Rejected ? step.Step.Rejected : step.Step.Done),
            Undo = step.Step.Undo is { } undo ? WireNames.NameOf(undo(attempt)) : null,
            UndoAnswer = NameOrNull(step.Step.Undone),
            UndoState = step.Undo is { } state ? TextOf(state) : null,
            OnItsWay = step.OnItsWay is { } command ? WireNames.NameOf(command) : null,
            Since = Earlier(step.Record?.Since, view.Now),
            Reason = step.Record?.Reason?.ToCode(),
            ReasonItem = step.Record?.ReasonItem is { } item ? TextOf(item.Value) : null,
            Place = step.Record?.Place,
            HeldBy = step.Record is { HeldBy.IsEmpty: false } record
                ? [.. record.HeldBy.Select(holder => TextOf(holder.Value))]
                : null,
            CreditLeft = step.Record?.CreditLeft,
        };
    }

    private static string? NameOrNull(Type? type) => type is null ? null : WireNames.NameOf(type);

    // Each service has a clock of its own. A time of the past is not shown as one to come.
    private static long? Earlier(long? since, long now) => since is { } at ? Math.Min(at, now) : null;

    private static string TextOf(long number) => number.ToString(CultureInfo.InvariantCulture);
}
