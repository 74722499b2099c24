namespace Cartwright.Kafka;

/// <summary>
/// Whether a consumer does its work, as it says itself every few seconds. One that does not find its way back is given
/// up. Two ways to be lost were seen, both for ever and without a word: after a broker had stood still, consumers
/// waited without a connection; and where the group had moved to another broker just when a member asked for its
/// offsets, the partitions were its own and were never fetched. While no broker is there, the next consumer waits as
/// well as this one.
/// </summary>
internal sealed class Membership(TimeProvider clock)
{
    /// <summary>How often a consumer tells how it stands, in milliseconds.</summary>
    public const int TellEveryMs = 5_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private long _since = clock.GetTimestamp();

    /// <summary>Takes what the consumer tells of itself.</summary>
    /// <param name="statistics">What it tells.</param>
    /// <param name="owned">The partitions that are the consumer's.</param>
    /// <returns>Whether it has been without its group, or has left a partition unread, for too long.</returns>
    public bool IsLost(ConsumerStatistics statistics, IReadOnlyCollection<int> owned)
    {
        if (statistics.IsMember && FetchesAll(statistics, owned))
        {
            _since = clock.GetTimestamp();
        }

        return clock.GetElapsedTime(_since) > Patience;
    }

    private static bool FetchesAll(ConsumerStatistics statistics, IReadOnlyCollection<int> owned)
    {
        var fetched = statistics.Fetched.Select(partition => partition.Name).ToHashSet();
        return owned.All(number => fetched.Contains($"{number}"));
    }
}
