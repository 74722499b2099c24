using Cartwright.Domain;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Cli.Messages;

/// <summary>Reads the end of some topics.</summary>
/// <param name="log">The log.</param>
/// <param name="order">Only messages of this order; null for all.</param>
internal sealed class LogTailReader(ILogAtRest log, OrderId? order)
{
    /// <summary>The number of records that are searched for the messages of one order.</summary>
    public const int SearchedMax = 100_000;

    private readonly List<LogRange> _ranges = [];

    /// <summary>Whether older records were left out of a search.</summary>
    public bool LeftOlder { get; private set; }

    /// <summary>Finds the ends of the topics.</summary>
    /// <param name="topics">The services of the inboxes; null for public events.</param>
    /// <param name="limit">How many messages are wanted.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The topics that do not exist.</returns>
    /// <exception cref="TransientFault">The log does not answer.</exception>
    public async Task<IReadOnlyList<Role?>> FindEndsAsync(
        IReadOnlyList<Role?> topics, int limit, CancellationToken cancellation)
    {
        var states = await Task.WhenAll(topics.Select(topic => log.DescribeAsync(topic, cancellation)));
        var partitions = states.Sum(state => state?.Partitions.Count ?? 0);

        // Each record has a message at least, so that the last messages are among the last records of each partition.
        var depth = order is null ? limit : Math.Max(limit, SearchedMax / Math.Max(1, partitions));
        foreach (var (topic, state) in topics.Zip(states).Where(found => found.Second is not null))
        {
            foreach (var partition in state!.Partitions)
            {
                var from = Math.Max(partition.First, partition.End - depth);
                LeftOlder |= order is not null && from > partition.First;
                _ranges.Add(new LogRange(topic, partition.Number, from, partition.End));
            }
        }

        return [.. topics.Zip(states).Where(found => found.Second is null).Select(found => found.First)];
    }

    /// <summary>The last messages by the time of their records, the oldest first.</summary>
    public IReadOnlyList<MessageLine> ReadLast(int limit, CancellationToken cancellation)
    {
        var kept = new PriorityQueue<MessageLine, (long At, long Order)>();
        var count = 0L;
        foreach (var line in Select(log.ReadRecords(_ranges, cancellation)))
        {
            kept.Enqueue(line, (line.Record.At, count++));
            if (kept.Count > limit)
            {
                kept.Dequeue();
            }
        }

        return [.. kept.UnorderedItems.OrderBy(item => item.Priority).Select(item => item.Element)];
    }

    /// <summary>The messages after those, as they come.</summary>
    public IEnumerable<MessageLine> ReadNew(CancellationToken cancellation) => Select(log.ReadRecords(
        [.. _ranges.Select(range => range with { From = range.Until!.Value, Until = null })], cancellation));

    private IEnumerable<MessageLine> Select(IEnumerable<LogRecord> records) => records
        .SelectMany(MessageLine.LinesOf)
        .Where(line => order is null || line.Message.Order == order);
}
