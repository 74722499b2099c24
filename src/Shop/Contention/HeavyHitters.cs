namespace Cartwright.Shop.Contention;

/// <summary>
/// The most frequent numbers of a stream in bounded memory, of late: Space-Saving (Metwally, Agrawal, El Abbadi:
/// Efficient Computation of Frequent and Top-k Elements in Data Streams, 2005), with counts that fade by the factor e
/// in each <see cref="FadeMs"/>. A number that is not counted takes the place of the least frequent one, and its count
/// as a possible error.
/// </summary>
/// <param name="countersMax">How many numbers are counted at most.</param>
internal sealed class HeavyHitters(int countersMax)
{
    /// <summary>How long it takes for a count to fade to a third, about, in milliseconds.</summary>
    public const int FadeMs = 10_000;

    // Instead of all counts fading, each new occurrence weighs more; at this weight all are divided by it.
    private const double WeightMax = 1e9;

    private readonly Dictionary<long, Counter> _counters = new(countersMax);
    private long _since;

    /// <summary>A number has occurred.</summary>
    /// <param name="number">The number.</param>
    /// <param name="now">Milliseconds of any clock that does not go back.</param>
    /// <param name="value">A value to keep with it.</param>
    public void CountNumber(long number, long now, long value)
    {
        var weight = WeightOf(now);
        if (_counters.TryGetValue(number, out var known))
        {
            _counters[number] = known with { Count = known.Count + weight, Value = value };
        }
        else if (_counters.Count < countersMax)
        {
            _counters.Add(number, new Counter(weight, Error: 0, value));
        }
        else
        {
            var (least, counter) = FindLeast();
            _counters.Remove(least);
            _counters.Add(number, new Counter(counter.Count + weight, counter.Count, value));
        }
    }

    /// <summary>The numbers that have surely occurred, the most frequent first.</summary>
    /// <param name="now">As in <see cref="CountNumber"/>.</param>
    /// <param name="limit">How many at most.</param>
    public IReadOnlyList<(long Number, double PerSecond, long Value)> FindTop(long now, int limit)
    {
        var perSecond = 1_000.0 / FadeMs / WeightOf(now);
        return
        [
            .. _counters
                .Select(entry => (
                    Number: entry.Key,
                    PerSecond: (entry.Value.Count - entry.Value.Error) * perSecond,
                    entry.Value.Value))
                .OrderByDescending(hitter => hitter.PerSecond)
                .ThenBy(hitter => hitter.Number)
                .Take(limit),
        ];
    }

    private double WeightOf(long now)
    {
        var weight = Math.Exp((double)(now - _since) / FadeMs);
        if (weight <= WeightMax)
        {
            return weight;
        }

        foreach (var (number, counter) in _counters.ToList())
        {
            _counters[number] = counter with { Count = counter.Count / weight, Error = counter.Error / weight };
        }

        _since = now;
        return 1;
    }

    private (long Number, Counter Counter) FindLeast()
    {
        (long Number, Counter Counter)? least = null;
        foreach (var (number, counter) in _counters)
        {
            if (least is null || counter.Count < least.Value.Counter.Count)
            {
                least = (number, counter);
            }
        }

        return least!.Value;
    }

    private readonly record struct Counter(double Count, double Error, long Value);
}
