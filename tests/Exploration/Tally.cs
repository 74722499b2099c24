using Cartwright.Exploration;
using Cartwright.Exploration.Search;

[assembly: AssemblyFixture(typeof(Tally))]

namespace Cartwright.Exploration;

/// <summary>
/// Prints the numbers of explored states, test by test and as a total, in the output of the test run.
/// </summary>
public sealed class Tally : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<string> _caught = [];
    private long _states;

    public void Dispose()
    {
        foreach (var line in _caught.Order(StringComparer.Ordinal))
        {
            Console.WriteLine(line);
        }

        Console.WriteLine($"explored in all: {_states:N0} states");
    }

    internal void Explored(Scenario scenario, Finding finding, TimeSpan took)
    {
        var extent = finding.IsWhole ? "all" : "the nearest";
        var line = $"explored: {scenario.Name}: {extent} {finding.States:N0} states in {took.TotalMilliseconds:N0} ms";
        TestContext.Current.TestOutputHelper?.WriteLine(line);
        Console.WriteLine(line);
        Interlocked.Add(ref _states, finding.States);
    }

    internal void Caught(string bug, Scenario scenario, Finding finding)
    {
        var caughtBy = finding.Violation?.Invariant.ToString() ?? "not caught";
        var line = $"seeded bug: {bug,-36} caught by {caughtBy,-20} after {finding.States,6:N0} states of "
            + $"'{scenario.Name}'";
        TestContext.Current.TestOutputHelper?.WriteLine($"{line}{Environment.NewLine}{finding.Trace}");
        lock (_lock)
        {
            _caught.Add(line);
        }
    }
}
