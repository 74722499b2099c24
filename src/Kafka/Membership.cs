namespace Cartwright.Kafka;

/// <summary>
/// Whether a reader's consumers work, by their own statistics every few seconds. A consumer that does not recover is
/// replaced. Three ways to be lost were seen, all for ever and without an error. After a broker had stood still,
/// consumers waited without a connection. Where the group had moved to another broker just when a member fetched its
/// offsets, the partitions were its own and were never fetched. Where a broker died between the two steps of a
/// cooperative rebalance, a member had no partition, and partitions had no owner. While no broker is there, the next
/// consumer waits as well as this one.
/// </summary>
internal sealed class Membership(TimeProvider clock)
{
    /// <summary>How often a consumer sends its statistics, in milliseconds.</summary>
    public const int TellEveryMs = 5_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan IdlePatienceMax = TimeSpan.FromHours(1);

    private long _since = clock.GetTimestamp();
    private bool _isIdle;

    // Where there are more nodes than partitions, a node is idle, and each new consumer disturbs the rest.
    private TimeSpan _idlePatience = Patience;

    /// <summary>The next consumer has its own time.</summary>
    public void Begin() => (_since, _isIdle) = (clock.GetTimestamp(), false);

    /// <summary>Takes the consumer's statistics.</summary>
    /// <param name="statistics">The statistics.</param>
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
