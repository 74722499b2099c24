using Cartwright.Exploration.Rules;

namespace Cartwright.Exploration.Search;

/// <summary>
/// From a state, with every message lost: do the sweeps alone end everything as they should? The messages that they
/// cause are delivered in the order in which they were sent.
/// </summary>
internal sealed class Quiescence(World world)
{
    private const int RoundsMax = 12;
    private const int DeliveriesMax = 1_000;

    // All messages are lost and the clients are gone, so only the rows and the verdicts make a difference.
    private readonly StateSet _good = new(world.Layout.Core);
    private readonly List<Step> _sweeps = [];
    private readonly Queue<ushort> _inFlight = [];
    private List<string>? _log;

    /// <summary>The violation at the end of the state, with or without its deadlines passing.</summary>
    public Violation? Check(ReadOnlySpan<ushort> state)
    {
        if (Run(state, deadlinesPass: false) is { } violation)
        {
            return violation;
        }

        return HasDeadlines(state) ? Run(state, deadlinesPass: true) : null;
    }

    /// <summary>The run that <see cref="Check"/> found to violate a rule, message by message.</summary>
    public IReadOnlyList<string> Retrace(ReadOnlySpan<ushort> state)
    {
        _log = ["every message is lost; from here on only the sweeps run"];
        if (Run(state, deadlinesPass: false) is null)
        {
            _log = ["every message is lost and every deadline passes; from here on only the sweeps run"];
            Run(state, deadlinesPass: true);
        }

        return _log;
    }

    private Violation? Run(ReadOnlySpan<ushort> state, bool deadlinesPass)
    {
        if (!deadlinesPass && _good.Contains(state[..world.Layout.Core]))
        {
            return null;
        }

        Span<ushort> cells = stackalloc ushort[world.Layout.Width];
        state.CopyTo(cells);
        if (deadlinesPass)
        {
            PassDeadlines(cells);
        }

        var met = new List<ushort[]>();
        for (var round = 0; round < RoundsMax; round++)
        {
            world.Layout.NetworkOf(cells).Clear();
            if (_good.Contains(cells[..world.Layout.Core]))
            {
                return Remember(met);
            }

            met.Add(cells[..world.Layout.Core].ToArray());
            _sweeps.Clear();
            world.AddSweeps(cells, _sweeps);
            if (_sweeps.Count == 0)
            {
                return CheckAtRest(new StateView(world, cells)) ?? Remember(met);
            }

            if (Sweep(cells) is { } violation)
            {
                return violation;
            }
        }

        return new Violation(Invariant.EndsQuiet, $"After {RoundsMax} rounds of sweeps something is still due.");
    }

    private Violation? CheckAtRest(StateView state)
    {
        var violation = StateRules.CheckAtRest(state);
        for (var attempt = 1; attempt <= state.Attempts && violation is null; attempt++)
        {
            violation = world.Scenario.AtRest?.Invoke(state, attempt);
        }

        return violation ?? state.CheckViews(isAtRest: true);
    }

    private Violation? Sweep(Span<ushort> cells)
    {
        _inFlight.Clear();
        foreach (var step in _sweeps)
        {
            _inFlight.Enqueue(world.MessageOf(step, cells));
        }

        for (var i = 0; i < DeliveriesMax; i++)
        {
            if (!_inFlight.TryDequeue(out var message))
            {
                return StateRules.Check(new StateView(world, cells));
            }

            _log?.Add($"    {Words.Of(world.Messages[message])}");
            var sends = world.ReactionTo(message, cells).Sends;
            if (world.Apply(message, cells, out _) is { } violation)
            {
                return violation;
            }

            foreach (var sent in sends)
            {
                _inFlight.Enqueue(sent);
            }
        }

        return new Violation(Invariant.EndsQuiet, "The messages of one round of sweeps never end.");
    }

    private Violation? Remember(List<ushort[]> met)
    {
        foreach (var cells in met)
        {
            _good.Add(cells);
        }

        return null;
    }

    private bool HasDeadlines(ReadOnlySpan<ushort> cells)
    {
        var orders = world.Rows.Orders;
        for (var place = orders.Start.Value; place < orders.End.Value; place++)
        {
            if (world.HasDeadlineAhead(place, cells))
            {
                return true;
            }
        }

        return false;
    }

    private void PassDeadlines(Span<ushort> cells)
    {
        var orders = world.Rows.Orders;
        for (var place = orders.Start.Value; place < orders.End.Value; place++)
        {
            if (world.HasDeadlineAhead(place, cells))
            {
                world.PassDeadline(place, cells);
            }
        }
    }
}
