namespace Cartwright.Kafka;

/// <summary>The offsets of a partition, as the brokers know them.</summary>
/// <param name="First">The offset of the oldest record that is kept.</param>
/// <param name="End">The offset of the next record.</param>
/// <param name="Done">The committed offset of the group; null where there is none.</param>
internal readonly record struct PartitionEnds(long First, long End, long? Done)
{
    /// <summary>Whether there are records after those delivered.</summary>
    /// <param name="next">The offset after the last record delivered; 0 before the first.</param>
    public bool HasMoreThan(long next)
    {
        // A consumer begins at the committed offset, and at the first record where that offset no longer exists.
        var begin = Done is { } done && done <= End ? done : First;
        return End > Math.Max(next > 0 ? next : begin, First);
    }
}

/// <summary>A partition that stands still.</summary>
/// <param name="Partition">Its number.</param>
/// <param name="Next">The offset after the last record delivered; 0 before the first.</param>
/// <param name="End">The offset of the next record.</param>
/// <param name="Time">For how long no record was delivered although there are some.</param>
internal sealed record StandingPartition(int Partition, long Next, long End, TimeSpan Time);

/// <summary>
/// Whether a partition stands still: it has records, this node has it and does not hold it back, and no record is
/// delivered. The client's own statistics do not show that: they call such a partition active, and may not learn its
/// end. Seen once, after a broker was away for nine seconds: the answers to seven orders were not delivered any more.
/// </summary>
/// <param name="clock">The time by which it is judged.</param>
/// <param name="patience">How long a partition stands still until its consumer is replaced for the first time.</param>
internal sealed class Standstill(TimeProvider clock, TimeSpan patience)
{
    private static readonly TimeSpan PatienceMax = TimeSpan.FromMinutes(10);

    // After a longer gap between two looks the brokers were away, and the time without them does not count.
    private static readonly TimeSpan GapMax = TimeSpan.FromSeconds(15);

    private readonly Dictionary<int, (ReadPlace Place, long Next, long Since)> _still = [];

    // A new consumer does not help where the brokers cannot read the record: it comes ever more seldom.
    private readonly Dictionary<int, (ReadPlace Place, TimeSpan Next)> _patience = [];
    private long _lookedAt = clock.GetTimestamp();

    /// <summary>Takes a look.</summary>
    /// <param name="places">The partitions of the reader, before the brokers were asked.</param>
    /// <param name="ends">The offsets of those for which the brokers have answered.</param>
    /// <param name="wasIdle">
    /// Whether the reader has had no record to deliver at some moment since the last look. A reader that never had may
    /// be behind in another partition.
    /// </param>
    /// <returns>A partition that has stood still for too long; null where there is none.</returns>
    public StandingPartition? Judge(
        IReadOnlyDictionary<int, ReadPlace> places, IReadOnlyDictionary<int, PartitionEnds> ends, bool wasIdle)
    {
        if (!wasIdle || clock.GetElapsedTime(_lookedAt) > GapMax)
        {
            _still.Clear();
        }

        _lookedAt = clock.GetTimestamp();
        StandingPartition? standing = null;
        foreach (var partition in _still.Keys.Except(places.Keys).ToList())
        {
            _still.Remove(partition);
        }

        foreach (var (partition, place) in places)
        {
            standing = JudgeOne(partition, place, ends) ?? standing;
        }

        return standing;
    }

    private StandingPartition? JudgeOne(
        int partition, ReadPlace place, IReadOnlyDictionary<int, PartitionEnds> ends)
    {
        var next = place.Next;
        if (next > 0 && _patience.TryGetValue(partition, out var last) && last.Place != place)
        {
            _patience.Remove(partition);
        }

        if (place.IsHeld || !ends.TryGetValue(partition, out var end) || !end.HasMoreThan(next))
        {
            _still.Remove(partition);
            return null;
        }

        if (!_still.TryGetValue(partition, out var before) || before.Place != place || before.Next != next)
        {
            _still[partition] = (place, next, _lookedAt);
            return null;
        }

        var time = clock.GetElapsedTime(before.Since, _lookedAt);
        var limit = _patience.TryGetValue(partition, out var longer) ? longer.Next : patience;
        if (time < limit)
        {
            return null;
        }

        _still.Remove(partition);
        _patience[partition] = (place, limit < PatienceMax / 2 ? 2 * limit : PatienceMax);
        return new StandingPartition(partition, next, end.End, time);
    }
}
