using Cartwright.Admin.Nodes;

namespace Cartwright.AdminConsole.Figures;

/// <summary>
/// Rates of all nodes between two readings. The counters of a node only grow until it is started again; then they begin
/// at zero.
/// </summary>
internal sealed class CheckoutRates
{
    private readonly Dictionary<string, double> _outcomes = [];
    private readonly SortedDictionary<double, double> _durations = [];

    /// <summary>Whether at least one node was read twice.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>Requests a second that were shed.</summary>
    public double Shed { get; private set; }

    /// <summary>Ended checkouts a second, by outcome.</summary>
    public IReadOnlyDictionary<string, double> Outcomes => _outcomes;

    /// <summary>Adds two readings of one node.</summary>
    public void AddNode(CheckoutFigures before, CheckoutFigures now)
    {
        var seconds = (now.At - before.At) / 1_000.0;
        if (seconds <= 0)
        {
            return;
        }

        IsKnown = true;
        var start = IsRestarted(before, now) ? null : before;
        Shed += (now.Shed - (start?.Shed ?? 0)) / seconds;
        foreach (var (outcome, count) in now.Outcomes)
        {
            var more = count - (start?.Outcomes.GetValueOrDefault(outcome) ?? 0);
            _outcomes[outcome] = _outcomes.GetValueOrDefault(outcome) + (more / seconds);
        }

        for (var place = 0; place < now.Counts.Count; place++)
        {
            var bound = place < now.BoundsMs.Count ? now.BoundsMs[place] : double.PositiveInfinity;
            var more = now.Counts[place] - (start?.Counts[place] ?? 0);
            _durations[bound] = _durations.GetValueOrDefault(bound) + more;
        }
    }

    /// <summary>
    /// The duration that a share of the ended checkouts did not exceed, in milliseconds, by a straight line within its
    /// bucket; null where no checkout ended.
    /// </summary>
    public double? DurationAt(double share)
    {
        var wanted = _durations.Values.Sum() * share;
        var (seen, lower) = (0.0, 0.0);
        foreach (var (bound, count) in _durations)
        {
            if (count > 0 && seen + count >= wanted)
            {
                // The last bucket has no upper bound.
                return double.IsInfinity(bound) ? lower : lower + ((bound - lower) * (wanted - seen) / count);
            }

            (seen, lower) = (seen + count, bound);
        }

        return null;
    }

    private static bool IsRestarted(CheckoutFigures before, CheckoutFigures now) =>
        now.Counts.Count != before.Counts.Count
        || now.Shed < before.Shed
        || now.Outcomes.Values.Sum() < before.Outcomes.Values.Sum();
}
