using System.Numerics;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Exploration.Rules;
using Cartwright.Kernel;

namespace Cartwright.Exploration.Search;

/// <summary>
/// The three services, a network and their clients, one step at a time. The network is a set that only grows: a
/// message that was sent may be delivered never, once or any number of times, at any moment and in any order. So
/// losses, duplicates, delays and reordering need no steps and no bounds of their own.
/// </summary>
internal sealed class World
{
    private readonly Reactor _reactor;
    private readonly IReadOnlyList<IService> _services;
    private readonly Dictionary<(int Place, ushort Number), ushort> _passed = [];
    private readonly ushort[,] _commands;
    private readonly bool[] _isNewAttempt;
    private readonly ushort[] _sweeps;
    private readonly ushort[] _pushes;

    public World(Scenario scenario, IReadOnlyList<IService> services)
    {
        Scenario = scenario;
        _services = services;
        Rows = new RowStore(scenario);
        Views = new ViewRules(this, services);
        Messages = new MessageStore(Layout.MessagesMax);
        Layout = new Layout(scenario, Rows.Count);
        _reactor = new Reactor(services, Rows, Messages);
        _commands = new ushort[scenario.Clients.Length, scenario.Attempts + 1];
        _isNewAttempt = [.. scenario.Clients.Select(client => client.IsNewAttempt)];
        _sweeps = new ushort[Rows.Count];
        _pushes = new ushort[Rows.Count];
        NumberCommands();
    }

    public Scenario Scenario { get; }

    public RowStore Rows { get; }

    public ViewRules Views { get; }

    public MessageStore Messages { get; }

    public Layout Layout { get; }

    /// <summary>The initial state.</summary>
    public ushort[] Start(out Violation? violation)
    {
        violation = null;
        var cells = new ushort[Layout.Width];
        for (var i = 0; i < Scenario.Clients.Length; i++)
        {
            cells[Layout.Budgets + i] = (ushort)Scenario.Clients[i].Times;
        }

        foreach (var message in Scenario.Prepared)
        {
            var number = Messages.Number(message, _services, Rows);
            violation ??= Apply(number, cells, out _);
        }

        return cells;
    }

    /// <summary>All steps that can be taken from a state, in a fixed order.</summary>
    public void AddSteps(ReadOnlySpan<ushort> cells, List<Step> steps)
    {
        for (var i = 0; i < Scenario.Clients.Length; i++)
        {
            if (cells[Layout.Budgets + i] > 0)
            {
                steps.Add(new Step(StepKind.Command, i));
            }
        }

        AddDeliveries(Layout.NetworkOf(cells), steps);
        AddSweeps(cells, steps);
        for (var place = Rows.Orders.Start.Value; place < Rows.Orders.End.Value; place++)
        {
            if (HasDeadlineAhead(place, cells))
            {
                steps.Add(new Step(StepKind.PassDeadline, place));
            }

            // At every moment, in flight or not: a push leads to the state of a sweep, or to none.
            steps.Add(new Step(StepKind.Push, place));
        }
    }

    /// <summary>The sweeps that are due in a state.</summary>
    public void AddSweeps(ReadOnlySpan<ushort> cells, List<Step> steps)
    {
        for (var place = 0; place < Rows.Items.Start.Value; place++)
        {
            if (Rows.At(place, cells[place]) is Order { Due: not null })
            {
                steps.Add(new Step(StepKind.Sweep, place));
            }
        }

        for (var place = Rows.Accounts.Start.Value; place < Rows.Accounts.End.Value; place++)
        {
            if (Rows.At(place, cells[place]) is Account { Due: not null })
            {
                steps.Add(new Step(StepKind.Sweep, place));
            }
        }
    }

    /// <summary>Takes a step.</summary>
    /// <param name="step">One that <see cref="AddSteps"/> gave for this state.</param>
    /// <param name="cells">The state; it is changed.</param>
    /// <param name="violation">The violation by the step, or null.</param>
    /// <returns>Whether anything changed.</returns>
    public bool Take(Step step, Span<ushort> cells, out Violation? violation)
    {
        violation = null;
        if (step.Kind is StepKind.PassDeadline)
        {
            PassDeadline(step.Index, cells);
            return true;
        }

        if (step.Kind is StepKind.Command && !CanCome(step.Index, cells[Layout.Attempts]))
        {
            return false;
        }

        var message = MessageOf(step, cells);
        violation = Apply(message, cells, out var changed);
        if (changed && step.Kind is StepKind.Command)
        {
            cells[Layout.Budgets + step.Index]--;
            cells[Layout.Attempts] += _isNewAttempt[step.Index] ? (ushort)1 : (ushort)0;
        }

        return changed;
    }

    /// <summary>The message that a step delivers.</summary>
    public ushort MessageOf(Step step, ReadOnlySpan<ushort> cells) => step.Kind switch
    {
        StepKind.Command => _commands[step.Index, cells[Layout.Attempts]],
        StepKind.Sweep => _sweeps[step.Index],
        StepKind.Push => _pushes[step.Index],
        _ => (ushort)step.Index,
    };

    public Reaction ReactionTo(ushort message, ReadOnlySpan<ushort> cells) => _reactor.React(message, cells);

    /// <summary>
    /// Delivers a message: changes the rows, records the verdicts and sends the messages that follow.
    /// </summary>
    public Violation? Apply(ushort message, Span<ushort> cells, out bool changed)
    {
        var reaction = _reactor.React(message, cells);
        changed = reaction.Changes.Length > 0 || reaction.Violation is not null;
        var violation = reaction.Violation;
        foreach (var (place, number) in reaction.Changes)
        {
            violation ??= reaction.Inserts.Contains(place) && cells[place] != 0
                ? new Violation(Invariant.OneRecord, $"{Rows.KeyAt(place)} is there already.")
                : null;
            cells[place] = number;
        }

        foreach (var (attempt, verdict) in reaction.Verdicts)
        {
            violation ??= Tell(attempt, verdict, byOwner: Messages[message] is CancelOrder, cells);
        }

        foreach (var sent in reaction.Sends)
        {
            violation ??= Send(sent, cells, ref changed);
        }

        return violation;
    }

    public bool HasDeadlineAhead(int place, ReadOnlySpan<ushort> cells) =>
        Rows.At(place, cells[place]) is Order { Deadline: Pinned.Ahead };

    public void PassDeadline(int place, Span<ushort> cells)
    {
        if (!_passed.TryGetValue((place, cells[place]), out var passed))
        {
            var order = (Order)Rows.At(place, cells[place])!;
            passed = Rows.Number(place, order with { Deadline = Pinned.Past });
            _passed.Add((place, cells[place]), passed);
        }

        cells[place] = passed;
    }

    /// <summary>The types of all messages, and the status of every row, so far.</summary>
    public IReadOnlySet<string> Met() => Messages.Types().Concat(Rows.Statuses()).ToHashSet();

    private Violation? Tell(int attempt, Verdict verdict, bool byOwner, Span<ushort> cells)
    {
        ref var told = ref cells[Layout.Verdicts + attempt - 1];
        var before = (Verdict)told;
        told = (ushort)verdict;
        return Verdicts.MayFollow(before, verdict, byOwner)
            ? null
            : new Violation(Invariant.OutcomeStays, $"Attempt {attempt} was {before} and is {verdict} now.");
    }

    private Violation? Send(ushort message, Span<ushort> cells, ref bool changed)
    {
        var network = Layout.NetworkOf(cells);
        var bit = 1UL << (message % 64);
        if ((network[message / 64] & bit) != 0)
        {
            return null;
        }

        changed = true;
        network[message / 64] |= bit;
        var contradictions = Messages.ContradictionsOf(message);
        for (var i = 0; i < contradictions.Length; i++)
        {
            if ((network[i] & contradictions[i]) is not 0 and var found)
            {
                var other = Messages[(i * 64) + BitOperations.TrailingZeroCount(found)];
                return new Violation(
                    Invariant.OneAnswer, $"Both were sent: {Words.Of(other)}; {Words.Of(Messages[message])}.");
            }
        }

        return null;
    }

    private bool CanCome(int command, int attempts) => _isNewAttempt[command]
        ? attempts < Scenario.Attempts
        : attempts >= Scenario.Clients[command].After;

    private void NumberCommands()
    {
        for (var i = 0; i < Scenario.Clients.Length; i++)
        {
            for (var attempt = 0; attempt <= Scenario.Attempts; attempt++)
            {
                var command = Scenario.Clients[i].Make(new AttemptId(attempt + 1));
                _commands[i, attempt] = Messages.Number(command, _services, Rows);
            }
        }

        for (var place = Rows.Orders.Start.Value; place < Rows.Orders.End.Value; place++)
        {
            var push = new PushOrder(new OrderId(Rows.KeyAt(place).Id));
            _pushes[place] = Messages.Number(push, _services, Rows);
        }

        foreach (var service in _services)
        {
            foreach (var table in service.Tables.Where(table => table.HasDue))
            {
                NumberSweeps(service, table);
            }
        }
    }

    private void NumberSweeps(IService service, Table table)
    {
        for (var place = 0; place < Rows.Count; place++)
        {
            if (ReferenceEquals(Rows.KeyAt(place).Table, table))
            {
                _sweeps[place] = Messages.Number(service.SweepMessage(Rows.KeyAt(place)), _services, Rows);
            }
        }
    }

    private static void AddDeliveries(ReadOnlySpan<ulong> network, List<Step> steps)
    {
        for (var i = 0; i < network.Length; i++)
        {
            for (var rest = network[i]; rest != 0; rest &= rest - 1)
            {
                steps.Add(new Step(StepKind.Deliver, (i * 64) + BitOperations.TrailingZeroCount(rest)));
            }
        }
    }
}
