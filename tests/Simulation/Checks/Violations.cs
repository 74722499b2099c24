using Cartwright.Simulation.Kernel;

namespace Cartwright.Simulation.Checks;

/// <summary>A broken promise, and how it was broken.</summary>
public sealed record Violation(string Rule, string Story);

/// <summary>The broken promises of one world. The first one stops it.</summary>
internal sealed class Violations(Scheduler scheduler)
{
    private readonly List<Violation> _all = [];

    public IReadOnlyList<Violation> All => _all;

    public bool Any => _all.Count > 0;

    public void Add(string rule, string story)
    {
        _all.Add(new Violation(rule, story));
        if (scheduler.Trace.IsReadable)
        {
            scheduler.Trace.Line(scheduler.Now, $"VIOLATION of {rule}: {story}");
        }
    }

    public void Unless(bool isKept, string rule, Func<string> story)
    {
        if (!isKept)
        {
            Add(rule, story());
        }
    }
}
