using Cartwright.Kernel;

namespace Cartwright.Engine.Ports;

/// <summary>
/// The log between nodes as the verbs of an operator read it, beside the nodes or without them: it joins no group,
/// commits nothing and creates no topic. Nothing is open between two calls. All methods throw
/// <see cref="TransientFault"/> where the log does not answer in time.
/// </summary>
public interface ILogAtRest
{
    /// <summary>A topic at this moment; null where it does not exist.</summary>
    /// <param name="inbox">The service of the inbox; null for the topic of public events.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<TopicState?> DescribeAsync(Role? inbox, CancellationToken cancellation);

    /// <summary>The records of some ranges, those of a partition in their order, read as they are asked for.</summary>
    /// <param name="ranges">The ranges, one of each partition at most.</param>
    /// <param name="cancellation">Ends the reading, with an exception.</param>
    IEnumerable<LogRecord> ReadRecords(IReadOnlyList<LogRange> ranges, CancellationToken cancellation);
}

/// <summary>A topic of the log.</summary>
/// <param name="Partitions">Its partitions.</param>
/// <param name="HasNoReader">
/// Whether its group is known to have no member. A node that was killed stays a member until its session is over.
/// </param>
public sealed record TopicState(IReadOnlyList<PartitionState> Partitions, bool HasNoReader)
{
    /// <summary>The number of records that its readers have not done; null for a topic without a group.</summary>
    public long? Lag => Partitions.Sum(partition => partition.Lag);
}

/// <summary>A partition of the log.</summary>
/// <param name="Number">Its number.</param>
/// <param name="First">The offset of the oldest record that is kept.</param>
/// <param name="End">The offset of the next record.</param>
/// <param name="Done">The offset before which its reader has committed all; null for a topic without a group.</param>
public sealed record PartitionState(int Number, long First, long End, long? Done)
{
    /// <summary>The number of records that its reader has not done; null for a topic without a group.</summary>
    public long? Lag => Done is { } done ? Math.Max(0, End - Math.Max(done, First)) : null;
}

/// <summary>A part of a partition.</summary>
/// <param name="Inbox">The service of the inbox; null for the topic of public events.</param>
/// <param name="Partition">The partition.</param>
/// <param name="From">The first offset.</param>
/// <param name="Until">The offset after the last; null waits for new records without end.</param>
public sealed record LogRange(Role? Inbox, int Partition, long From, long? Until);

/// <summary>A record of the log.</summary>
/// <param name="Inbox">The service of the inbox; null for the topic of public events.</param>
/// <param name="Partition">Its partition.</param>
/// <param name="Offset">Its place there.</param>
/// <param name="At">When the log got it, in milliseconds since 1970.</param>
/// <param name="Bytes">Its value.</param>
public sealed record LogRecord(Role? Inbox, int Partition, long Offset, long At, ReadOnlyMemory<byte> Bytes);
