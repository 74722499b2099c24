using Cartwright.Lab.Cluster;

namespace Cartwright.Lab.Torture;

/// <summary>
/// The faults of one run, drawn one after the other: a function of the seed, the kinds and the names of the parts.
/// </summary>
internal sealed class Schedule(int seed, IReadOnlyList<FaultKind> kinds, IReadOnlyList<PartStatus> parts)
{
    private const int FaultsOfRoundMax = 2;

    // Longer than the session of a node at the brokers, which is ten seconds.
    private const double FrozenSecondsMin = 12;
    private const double FrozenSecondsMax = 16;

    private readonly Random _random = new(seed);
    private readonly List<PartStatus> _parts = [.. parts.OrderBy(part => part.Name, StringComparer.Ordinal)];

    /// <summary>The faults of the next round.</summary>
    public IReadOnlyList<Fault> NextRound()
    {
        var count = _random.Next(1, FaultsOfRoundMax + 1);
        return [.. Enumerable.Range(0, count).Select(_ => NextFault())];
    }

    private Fault NextFault()
    {
        var kind = PickKind();
        var after = TimeBetween(0.5, 3);
        return kind switch
        {
            FaultKind.Kill => new Fault(kind, [PickPart(_parts)], after, TimeSpan.Zero),
            FaultKind.Pair => new Fault(kind, PickTwo(), after, TimeSpan.Zero),
            FaultKind.Twice => new Fault(kind, [PickPart(_parts)], after, TimeBetween(0.4, 3)),
            FaultKind.Freeze =>
                new Fault(kind, [PickPart(Freezable)], after, TimeBetween(FrozenSecondsMin, FrozenSecondsMax)),
            FaultKind.Stop => new Fault(kind, [PickPart(Stoppable)], after, TimeBetween(0, 8)),
            _ => new Fault(kind, [.. Nodes.Select(part => part.Name)], after, TimeSpan.Zero),
        };
    }

    private FaultKind PickKind()
    {
        var place = _random.Next(kinds.Sum(WeightOf));
        return kinds.First(kind => (place -= WeightOf(kind)) < 0);
    }

    // A rolling restart takes as long as a dozen kills.
    private static int WeightOf(FaultKind kind) => kind switch
    {
        FaultKind.Kill => 4,
        FaultKind.Pair or FaultKind.Stop => 3,
        FaultKind.Twice or FaultKind.Freeze => 2,
        _ => 1,
    };

    private List<PartStatus> Stoppable => _parts.FindAll(part => part.Supervised);

    private List<PartStatus> Nodes => _parts.FindAll(part => ClusterPlan.Services.Contains(part.Role));

    // Parts of a single process each: the children of a database server would go on.
    private List<PartStatus> Freezable =>
        _parts.FindAll(part => ClusterPlan.Services.Contains(part.Role) || part.Role == "kafka");

    private List<string> PickTwo()
    {
        var first = PickPart(_parts);
        return [first, PickPart(_parts.FindAll(part => part.Name != first))];
    }

    private string PickPart(List<PartStatus> among) => among[_random.Next(among.Count)].Name;

    private TimeSpan TimeBetween(double from, double to) =>
        TimeSpan.FromSeconds(Math.Round(from + _random.NextDouble() * (to - from), 1));
}
