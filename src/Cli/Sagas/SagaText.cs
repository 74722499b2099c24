using System.Globalization;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Sagas;
using Cartwright.Domain.Stock;
using Cartwright.Domain.Views;
using Cartwright.Kernel;
using Cartwright.Shop.Wire;

namespace Cartwright.Cli.Sagas;

/// <summary>Sagas as lines of text.</summary>
internal static class SagaText
{
    private const int NameWidth = 16;
    private const int ServiceWidth = 9;
    private const int StateWidth = 12;
    private const int UndoWidth = NameWidth + ServiceWidth;

    private static readonly Dictionary<StepView, string> NoPlaces = [];

    /// <summary>An order and each step of its sagas, one line each.</summary>
    public static IEnumerable<string> LinesOf(SagaView view) => LinesOf(view, NoPlaces);

    /// <summary>The same, with the places of commands on their way where they are known.</summary>
    public static IEnumerable<string> LinesOf(SagaView view, IReadOnlyDictionary<StepView, string> places)
    {
        yield return HeadLineOf(view);
        foreach (var line in view.Checkout.Select((step, number) => StepLineOf(view, step, number, places)))
        {
            yield return line;
        }

        foreach (var step in view.Checkout.Where(step => step.Undo is not null).Reverse())
        {
            yield return UndoLineOf(view, step, places);
        }

        if (view.Cancel.Any(step => step.State is not StepState.NotNeeded))
        {
            yield return "  cancellation";
            foreach (var line in view.Cancel.Select((step, number) => StepLineOf(view, step, number, places)))
            {
                yield return line;
            }
        }
    }

    /// <summary>One line for an order: its status, its age, and the step that it waits for.</summary>
    public static string SummaryOf(SagaView view)
    {
        var step = view.Steps.FirstOrDefault(step => step.IsOpen)
            ?? view.Steps.FirstOrDefault(step => step.State is StepState.Unknown);
        var waits = step is null ? "" : $"{step.Step.Name} {StateOf(step)}, {step.Service.Name}";
        var status = EnumText.TextOf(view.Order.Status);
        return $"{view.Id.Value,-20}{status,-12}{DurationText(view.Age),10}  {waits}".TrimEnd();
    }

    private static string HeadLineOf(SagaView view)
    {
        var (order, now) = (view.Order, view.Now);
        List<string> facts = [$"{EnumText.TextOf(order.Status)} for {DurationText(view.Age)}"];
        if (order.Reason is { } reason)
        {
            facts.Add($"reason {reason.ToCode()}{(order.ReasonItem is { } item ? $" (item {item.Value})" : "")}");
        }

        if (order is { Status: OrderStatus.Processing, Deadline: { } deadline })
        {
            facts.Add(deadline > now
                ? $"deadline in {DurationText(deadline - now)}"
                : $"deadline {DurationText(now - deadline)} ago");
        }

        if (order.Due is { } due)
        {
            facts.Add(due > now
                ? $"next look in {DurationText(due - now)} ({order.Looks} so far)"
                : $"a look due for {DurationText(now - due)} ({order.Looks} so far)");
        }

        return $"order {view.Id.Value}  {string.Join(", ", facts)}";
    }

    private static string StepLineOf(
        SagaView view, StepView step, int number, IReadOnlyDictionary<StepView, string> places) => string.Concat(
        $"  {number + 1} ",
        step.Step.Name.PadRight(NameWidth),
        step.Service.Name.PadRight(ServiceWidth),
        StateOf(step).PadRight(StateWidth),
        DetailOf(view, step, places)).TrimEnd();

    // The steps are undone upwards.
    private static string UndoLineOf(SagaView view, StepView step, IReadOnlyDictionary<StepView, string> places)
    {
        var name = NameOf(step.Step.Undo!(view.Order.AttemptOf(view.Id)));
        var line = $"    {$"undo: {name}".PadRight(UndoWidth)}{TextOf(step.Undo!.Value).PadRight(StateWidth)}";
        return step.OnItsWay is { } command && step.State is StepState.Undoing
            ? $"{line}{places.GetValueOrDefault(step) ?? $"{WireNames.NameOf(command)} is on its way"}"
            : line.TrimEnd();
    }

    // Its name on the wire has a version, which is about its bytes.
    private static string NameOf(Message command) => WireNames.NameOf(command).Split('.')[0].Replace('-', ' ');

    private static string TextOf(UndoState state) => state switch
    {
        UndoState.NotNeededSoFar => "not needed so far",
        UndoState.NotNeeded => "not needed",
        UndoState.Waiting => "WAITING",
        UndoState.Done => "done",
        UndoState.Unknown => "unknown",
        _ => throw new InvalidOperationException($"An undo has no state {state}."),
    };

    private static string StateOf(StepView step) => step.State switch
    {
        StepState.NotYet => "not yet",
        StepState.Waiting => "WAITING",
        StepState.Done => "done",
        StepState.Undoing => "UNDOING",
        StepState.Undone => "undone",
        StepState.NotNeeded => "not needed",
        StepState.Rejected => "rejected",
        StepState.Unknown => "unknown",
        _ => throw new InvalidOperationException($"A step has no state {step.State}."),
    };

    private static string DetailOf(
        SagaView view, StepView step, IReadOnlyDictionary<StepView, string> places) => step.State switch
    {
        StepState.NotYet or StepState.NotNeeded or StepState.Undone or StepState.Undoing => "",
        StepState.Waiting when places.GetValueOrDefault(step) is { } place => place,
        StepState.Unknown or StepState.Waiting when step.Record is null =>
            $"the database of {step.Service.Name} does not answer",
        StepState.Unknown => "whether its command was sent is unknown",
        StepState.Rejected => RejectionText(step.Record),
        StepState.Waiting when step.OnItsWay is { } command =>
            $"{WireNames.NameOf(command)} is on its way, or its answer",
        StepState.Waiting => QueueText(view, step.Record!),
        StepState.Done => EffectText(view, step),
        _ => throw new InvalidOperationException($"A step has no state {step.State}."),
    };

    private static string RejectionText(StepRecord? record) => record is { Reason: { } reason }
        ? $"{reason.ToCode()}{(record.ReasonItem is { } item ? $" (item {item.Value})" : "")}"
        : "";

    private static string QueueText(SagaView view, StepRecord record)
    {
        var since = DurationText(view.Now - (record.Since ?? view.Now));
        var holders = string.Join(", ", record.HeldBy.Select(attempt => attempt.Value));
        return record.HeldBy.Length == 1
            ? $"place {record.Place} in the waiting room for {since}; attempt {holders} holds credit"
            : $"place {record.Place} in the waiting room for {since}; attempts {holders} hold credit";
    }

    // The order's own row has the amount and the lines, so that they are known without the step's service.
    private static string EffectText(SagaView view, StepView step) =>
        step.Step.Do(view.Order.AttemptOf(view.Id), []) switch
        {
            PaymentMessage => CreditText(view.Order, step.Record?.CreditLeft),
            StockMessage => string.Join(", ", view.Order.Lines.Select(line => string.Create(
                CultureInfo.InvariantCulture, $"{line.Quantity} of item {line.Item.Value}"))),
            var command => throw new InvalidOperationException($"No step has the command {command.GetType().Name}."),
        };

    private static string CreditText(Order order, long? left)
    {
        var credit = string.Create(CultureInfo.InvariantCulture, $"{order.Total} of user {order.User.Value}");
        return left is null ? credit : string.Create(CultureInfo.InvariantCulture, $"{credit} ({left} left)");
    }

    private static string DurationText(long ms) => ms switch
    {
        < 10_000 => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, ms) / 1_000.0:0.0} s"),
        < 120_000 => string.Create(CultureInfo.InvariantCulture, $"{ms / 1_000} s"),
        < 7_200_000 => string.Create(CultureInfo.InvariantCulture, $"{ms / 60_000} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{ms / 3_600_000} h"),
    };
}
