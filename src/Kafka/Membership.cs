namespace Cartwright.Kafka;

/// <summary>
/// Whether a reader's consumers do their work, as they say themselves every few seconds. One that does not find its
/// way back is given up. Three ways to be lost were seen, all for ever and without a word: after a broker had stood
/// still, consumers waited without a connection; where the group had moved to another broker just when a member asked
/// for its offsets, the partitions were its own and were never fetched; and where a broker died between the two steps
/// of a cooperative rebalance, a member was left with nothing, and partitions with nobody. While no broker is there,
/// the next consumer waits as well as this one.
/// </summary>
internal sealed class Membership(TimeProvider clock)
{
    /// <summary>How often a consumer tells how it stands, in milliseconds.</summary>
    public const int TellEveryMs = 5_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan IdlePatienceMax = TimeSpan.FromHours(1);

    private long _since = clock.GetTimestamp();
    private bool _isIdle;

    // Where there are more nodes than partitions, somebody has nothing to do, and each new consumer disturbs the rest.
    private TimeSpan _idlePatience = Patience;

    /// <summary>The next consumer has its own time.</summary>
    public void Begin() => (_since, _isIdle) = (clock.GetTimestamp(), false);

    /// <summary>Takes what the consumer tells of itself.</summary>
    /// <param name="statistics">What it tells.</param>
    /// <param name="owned">The partitions that are the consumer's.</param>
    /// <returns>
    /// Whether it has been without its group, or without a partition, or has left one unread, for too long.
    /// </returns>
    public bool IsLost(ConsumerStatistics statistics, IReadOnlyCollection<int> owned)
    {
        var wasIdle = _isIdle;
        _isIdle = statistics.IsMember && owned.Count == 0;
        if (statistics.IsMember && !_isIdle && FetchesAll(statistics, owned))
        {
            (_since, _idlePatience) = (clock.GetTimestamp(), Patience);
        }
        else if (_isIdle && !wasIdle)
        {
            _since = clock.GetTimestamp();
        }

        if (clock.GetElapsedTime(_since) <= (_isIdle ? _idlePatience : Patience))
        {
            return false;
        }

        if (_isIdle)
        {
            _idlePatience = _idlePatience < IdlePatienceMax / 2 ? 2 * _idlePatience : IdlePatienceMax;
        }

        return true;
    }

    private static bool FetchesAll(ConsumerStatistics statistics, IReadOnlyCollection<int> owned)
    {
        var fetched = statistics.Fetched.Select(partition => partition.Name).ToHashSet();
        return owned.All(number => fetched.Contains($"{number}"));
    }
}
