using Cartwright.Exploration.Rules;
using Cartwright.Kernel;

namespace Cartwright.Exploration.Search;

/// <summary>The result of a search.</summary>
/// <param name="States">How many different states were reached and checked.</param>
/// <param name="IsWhole">Whether these are all reachable states.</param>
/// <param name="Violation">The violation, or null.</param>
/// <param name="Trace">A shortest path to it, message by message.</param>
/// <param name="Met">The types of all messages, and the status of every row, that the search came across.</param>
internal sealed record Finding(
    int States,
    bool IsWhole,
    Violation? Violation,
    string Trace,
    IReadOnlySet<string> Met);

/// <summary>
/// Breadth-first search of all states of a small world: every state is checked, and the first violation is reached by a
/// shortest path.
/// </summary>
internal sealed class Explorer
{
    private readonly Scenario _scenario;
    private readonly World _world;
    private readonly Quiescence _quiescence;
    private readonly StateSet _states;
    private readonly List<int> _parents = [];
    private readonly List<ushort> _steps = [];

    private Explorer(Scenario scenario, IReadOnlyList<IService> services)
    {
        _scenario = scenario;
        _world = new World(scenario, services);
        _quiescence = new Quiescence(_world);
        _states = new StateSet(_world.Layout.Width);
    }

    public static Finding Explore(Scenario scenario, IReadOnlyList<IService> services) =>
        new Explorer(scenario, services).Search();

    private Finding Search()
    {
        var statesMax = _scenario.StatesMax ?? int.MaxValue;
        var start = _world.Start(out var wrong);
        if (wrong is not null)
        {
            return Wrong(wrong, "While the scenario is prepared.");
        }

        if (Add(start, parent: -1, default) is { } first)
        {
            return Broken(first.Violation, last: null, first.AtRest);
        }

        var steps = new List<Step>();
        var next = new ushort[_world.Layout.Width];
        for (var cursor = 0; cursor < _states.Count; cursor++)
        {
            steps.Clear();
            _world.AddSteps(_states[cursor], steps);
            foreach (var step in steps)
            {
                _states[cursor].CopyTo(next);
                if (!_world.Take(step, next, out var violation))
                {
                    continue;
                }

                if (violation is not null)
                {
                    return Broken(violation, (cursor, step), atRest: false);
                }

                if (Add(next, cursor, step) is { } broken)
                {
                    return Broken(broken.Violation, last: null, broken.AtRest);
                }

                if (_states.Count >= statesMax)
                {
                    return Right(isWhole: false);
                }
            }
        }

        return Right(isWhole: true);
    }

    // The answer includes whether the state itself breaks the rule, or only the end that follows from it.
    private (Violation Violation, bool AtRest)? Add(ReadOnlySpan<ushort> state, int parent, Step step)
    {
        if (!_states.Add(state))
        {
            return null;
        }

        _parents.Add(parent);
        _steps.Add(step.Packed);
        if (StateRules.Check(new StateView(_world, state)) is { } violation)
        {
            return (violation, AtRest: false);
        }

        return _quiescence.Check(state) is { } unquiet ? (unquiet, AtRest: true) : null;
    }

    // Without a last step the broken state is the one that was added last.
    private Finding Broken(Violation violation, (int Cursor, Step Step)? last, bool atRest)
    {
        var steps = new List<Step>();
        if (last is { } taken)
        {
            steps.Add(taken.Step);
        }

        for (var i = last?.Cursor ?? _states.Count - 1; _parents[i] >= 0; i = _parents[i])
        {
            steps.Add(Step.Unpack(_steps[i]));
        }

        steps.Reverse();
        var trace = Trace.Of(_world, steps);
        var lines = atRest ? _quiescence.Retrace(_states[_states.Count - 1]) : [];
        return Wrong(violation, $"{trace}{string.Join(Environment.NewLine, lines)}");
    }

    private Finding Right(bool isWhole) =>
        new(_states.Count, isWhole, Violation: null, Trace: "", _world.Met());

    private Finding Wrong(Violation violation, string way)
    {
        var trace = $"{way}{Environment.NewLine}=> {violation.Invariant}: {violation.Detail}";
        return new Finding(Math.Max(_states.Count, 1), IsWhole: false, violation, trace, _world.Met());
    }
}
