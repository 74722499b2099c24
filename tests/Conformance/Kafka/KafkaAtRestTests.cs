using System.Text;
using Cartwright.Conformance.Log;
using Cartwright.Domain;
using Cartwright.Engine.Ports;
using Cartwright.Kafka;
using Cartwright.Kernel;
using Confluent.Kafka;

namespace Cartwright.Conformance.Kafka;

/// <summary>A real broker as an operator's verbs read it, beside the nodes or without them.</summary>
[Trait("Kind", "Long")]
public sealed class KafkaAtRestTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly KafkaBench _bench = new(KafkaBroker.SharedAsync());

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_inbox_is_described_by_its_ends_its_lag_and_its_readers()
    {
        var rest = await OpenAsync();
        var log = await _bench.ConnectAsync();
        var sender = new Sender(log);
        await SendAsync(sender, (0, "a"), (0, "b"), (0, "c"), (2, "d"));
        var unread = (await rest.DescribeAsync(Role.Stock, Stop))!;
        Assert.Equal([(0, 0, 3), (1, 0, 0), (2, 0, 1)], unread.Partitions.Select(at => (at.Number, at.First, at.End)));
        Assert.Equal(4, unread.Lag);

        var node = new Recorder();
        log.Subscribe(Role.Stock, node);
        await _bench.UntilAsync(() => node.Deliveries.Count == 4);
        log.Advance(Role.Stock, 0, 2);
        await UntilAsync(rest, state => state.Partitions[0].Done == 2);
        var read = (await rest.DescribeAsync(Role.Stock, Stop))!;
        Assert.Equal((2, false), (read.Lag, read.HasNoReader));
        await _bench.LeaveAsync(log);
        await UntilAsync(rest, state => state.HasNoReader);
    }

    [Fact]
    public async Task Records_are_read_in_their_ranges_and_no_group_notices()
    {
        var rest = await OpenAsync();
        var log = await _bench.ConnectAsync();
        var node = new Recorder();
        log.Subscribe(Role.Stock, node);
        await _bench.UntilAsync(() => node.Owned.Count == 3);
        var sender = new Sender(log);
        await SendAsync(sender, (0, "a"), (0, "b"), (0, "c"), (1, "d"), (2, "e"));
        var before = await rest.DescribeAsync(Role.Stock, Stop);
        var records = rest
            .ReadRecords(
                [
                    new LogRange(Role.Stock, 0, 1, 3), new LogRange(Role.Stock, 1, 0, 1),
                    new LogRange(Role.Stock, 2, 1, 1),
                ],
                Stop)
            .Select(record => (record.Partition, record.Offset, Encoding.UTF8.GetString(record.Bytes.Span)))
            .Order();
        Assert.Equal([(0, 1, "b"), (0, 2, "c"), (1, 0, "d")], records);
        var after = await rest.DescribeAsync(Role.Stock, Stop);
        Assert.Equal(before!.Partitions, after!.Partitions);
        Assert.Equal(3, node.Owned.Count);
    }

    // The records of the range may be gone, by their age.
    [Fact]
    public async Task A_range_whose_records_are_deleted_ends()
    {
        var rest = await OpenAsync();
        await SendAsync(new Sender(await _bench.ConnectAsync()), (0, "a"), (0, "b"), (0, "c"));
        var options = await _bench.OptionsAsync();
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = options.Brokers }).Build();
        await admin.DeleteRecordsAsync([new TopicPartitionOffset($"{options.Prefix}.stock.inbox.v1", 0, 2)]);
        Assert.Equal(2, (await rest.DescribeAsync(Role.Stock, Stop))!.Partitions[0].First);
        Assert.Empty(rest.ReadRecords([new LogRange(Role.Stock, 0, 0, 2)], Stop));
        Assert.Equal(2, Assert.Single(rest.ReadRecords([new LogRange(Role.Stock, 0, 0, 3)], Stop)).Offset);
    }

    [Fact]
    public async Task A_range_without_an_end_waits_for_new_records()
    {
        var rest = await OpenAsync();
        var sender = new Sender(await _bench.ConnectAsync());
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var first = Task.Run(
            () => rest.ReadRecords([new LogRange(Role.Stock, 0, 0, null)], reading.Token).First(), Stop);
        await sender.SendUntilConfirmedAsync(0, "new");
        Assert.Equal("new", Encoding.UTF8.GetString((await first.WaitAsync(Patience, Stop)).Bytes.Span));
        var next = Task.Run(
            () => rest.ReadRecords([new LogRange(Role.Stock, 0, 1, null)], reading.Token).First(), Stop);
        await reading.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.WaitAsync(Patience, Stop));
    }

    [Fact]
    public async Task A_topic_that_is_missing_is_not_created()
    {
        using var broker = await KafkaBroker.StartAsync(makesTopics: true);
        var rest = new KafkaAtRest(broker.Address, "nothing", Patience);
        Assert.Null(await rest.DescribeAsync(Role.Stock, Stop));
        Assert.Null(await rest.DescribeAsync(null, Stop));
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = broker.Address }).Build();
        Assert.DoesNotContain(
            admin.GetMetadata(Patience).Topics,
            topic => topic.Topic.StartsWith("nothing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Brokers_that_do_not_answer_are_a_fault_in_time()
    {
        var rest = new KafkaAtRest("127.0.0.1:9", "cartwright", TimeSpan.FromSeconds(1));
        var since = TimeProvider.System.GetTimestamp();
        await Assert.ThrowsAsync<TransientFault>(() => rest.DescribeAsync(Role.Stock, Stop));
        Assert.Throws<TransientFault>(() => rest.ReadRecords([new LogRange(Role.Stock, 0, 0, 1)], Stop).Count());
        Assert.InRange(TimeProvider.System.GetElapsedTime(since), TimeSpan.Zero, Patience);
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    private async Task<KafkaAtRest> OpenAsync()
    {
        var options = await _bench.OptionsAsync();
        return new KafkaAtRest(options.Brokers, options.Prefix, Patience);
    }

    private static async Task SendAsync(Sender sender, params (int Partition, string Text)[] records)
    {
        foreach (var (partition, text) in records)
        {
            await sender.SendUntilConfirmedAsync(partition, text);
        }
    }

    private static Task UntilAsync(KafkaAtRest rest, Func<TopicState, bool> isReached) =>
        KafkaBench.UntilAsync(async () => isReached((await rest.DescribeAsync(Role.Stock, Stop))!));
}
