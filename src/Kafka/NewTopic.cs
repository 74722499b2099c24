namespace Cartwright.Kafka;

/// <summary>
/// The partitions of a re-created inbox that are still to be read from their beginning: a consumer that outlived the
/// old topic may have committed its offsets to the new one. Each is read so once, by the node that gains it soon. A
/// partition that comes to this node days later has offsets of its own by then, and a week of records before them.
/// </summary>
internal sealed class NewTopic(TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly HashSet<int> _partitions = [];
    private long _foundAt;

    /// <summary>The topic is a new one.</summary>
    public void Found(int partitions)
    {
        _partitions.UnionWith(Enumerable.Range(0, partitions));
        _foundAt = clock.GetTimestamp();
    }

    /// <summary>Whether a partition that this node gains is read from its beginning.</summary>
    public bool IsReadAnew(int partition) =>
        _partitions.Remove(partition) && clock.GetElapsedTime(_foundAt) < Patience;
}
