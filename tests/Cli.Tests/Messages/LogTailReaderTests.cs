using System.Text;
using Cartwright.Cli.Messages;
using Cartwright.Domain;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Cli.Tests.Messages;

/// <summary>The last messages of topics, out of partitions that the log holds in memory.</summary>
public sealed class LogTailReaderTests
{
    private readonly MemoryLog _log = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_last_messages_of_all_topics_come_by_their_time()
    {
        _log.Add(Role.Stock, 0, at: 10, order: 1);
        _log.Add(Role.Stock, 0, at: 40, order: 2);
        _log.Add(Role.Stock, 1, at: 20, order: 3);
        _log.Add(Role.Payment, 0, at: 30, order: 4);
        var reader = new LogTailReader(_log, null);
        var missing = await reader.FindEndsAsync([Role.Order, Role.Stock, Role.Payment, null], 3, Stop);
        Assert.Equal([Role.Order, null], missing);
        Assert.Equal([3, 4, 2], OrdersIn(reader.ReadLast(3, Stop)));
        Assert.False(reader.LeftOlder);
    }

    [Fact]
    public async Task No_more_records_are_read_than_messages_are_wanted()
    {
        for (var at = 0; at < 100; at++)
        {
            _log.Add(Role.Stock, 0, at, order: at);
        }

        var reader = new LogTailReader(_log, null);
        await reader.FindEndsAsync([Role.Stock], 2, Stop);
        Assert.Equal([98, 99], OrdersIn(reader.ReadLast(2, Stop)));
        Assert.Equal(2, _log.Reads);
    }

    [Fact]
    public async Task One_order_is_searched_among_many_records_and_a_shorter_search_is_reported()
    {
        for (var at = 0; at < 50; at++)
        {
            _log.Add(Role.Stock, 0, at, order: at % 10);
        }

        var reader = new LogTailReader(_log, new OrderId(7));
        await reader.FindEndsAsync([Role.Stock], 2, Stop);
        Assert.Equal([37, 47], reader.ReadLast(2, Stop).Select(line => line.Record.At));
        Assert.False(reader.LeftOlder);

        _log.MoveEnd(Role.Stock, 0, LogTailReader.SearchedMax);
        var later = new LogTailReader(_log, new OrderId(7));
        await later.FindEndsAsync([Role.Stock], 2, Stop);
        Assert.True(later.LeftOlder);
    }

    [Fact]
    public async Task New_messages_are_those_after_the_last_ones()
    {
        _log.Add(Role.Stock, 0, at: 10, order: 1);
        var reader = new LogTailReader(_log, null);
        await reader.FindEndsAsync([Role.Stock], 5, Stop);
        _log.Add(Role.Stock, 0, at: 20, order: 2);
        Assert.Equal([1], OrdersIn(reader.ReadLast(5, Stop)));
        Assert.Equal([2], OrdersIn(reader.ReadNew(Stop)));
    }

    private static IEnumerable<long> OrdersIn(IEnumerable<MessageLine> lines) =>
        lines.Select(line => line.Message.Order!.Value.Value);

    // Reading beyond the end ends, where a real log waits.
    private sealed class MemoryLog : ILogAtRest
    {
        private readonly Dictionary<(Role?, int), List<LogRecord>> _partitions = [];
        private readonly Dictionary<(Role?, int), long> _moved = [];

        public int Reads { get; private set; }

        public void Add(Role inbox, int partition, long at, long order)
        {
            if (!_partitions.TryGetValue((inbox, partition), out var records))
            {
                _partitions[(inbox, partition)] = records = [];
            }

            var type = inbox == Role.Stock ? "cancel-attempt.v1" : "capture-credit.v1";
            var attempt = $$"""{"id":100,"order":{{order}},"user":7,"amount":60,"replyTo":2}""";
            var envelope = $$$"""{"version":1,"messages":[{"type":"{{{type}}}","body":{"attempt":{{{attempt}}}}}]}""";
            records.Add(new LogRecord(inbox, partition, records.Count, at, Encoding.UTF8.GetBytes(envelope)));
        }

        public void MoveEnd(Role inbox, int partition, long records) => _moved[(inbox, partition)] = records;

        public Task<TopicState?> DescribeAsync(Role? inbox, CancellationToken cancellation)
        {
            var partitions = _partitions.Where(partition => partition.Key.Item1 == inbox)
                .Select(partition => new PartitionState(
                    partition.Key.Item2,
                    0,
                    partition.Value.Count + _moved.GetValueOrDefault(partition.Key),
                    0))
                .ToList();
            return Task.FromResult(partitions.Count == 0 ? null : new TopicState(partitions, HasNoReader: false));
        }

        public IEnumerable<LogRecord> ReadRecords(IReadOnlyList<LogRange> ranges, CancellationToken cancellation)
        {
            foreach (var range in ranges)
            {
                foreach (var record in _partitions[(range.Inbox, range.Partition)]
                    .Where(record => record.Offset >= range.From && record.Offset < (range.Until ?? long.MaxValue)))
                {
                    Reads++;
                    yield return record;
                }
            }
        }
    }
}
