using Cartwright.Conformance.Log;
using Cartwright.Domain;
using Cartwright.Engine.Ports;
using Cartwright.Kafka;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cartwright.Conformance.Kafka.Mock;

/// <summary>Brokers that refuse a reader of an inbox, and what it still hears.</summary>
public sealed class ConsumerFaultTests : IAsyncDisposable
{
    private const int Partitions = FaultyBench.Partitions;

    private readonly FaultyBench _bench = new();

    public static TheoryData<string, ErrorCode> WhileJoining { get; } = new()
    {
        { nameof(Request.FindCoordinator), ErrorCode.GroupCoordinatorNotAvailable },
        { nameof(Request.FindCoordinator), ErrorCode.GroupLoadInProgress },
        { nameof(Request.JoinGroup), ErrorCode.GroupCoordinatorNotAvailable },
        { nameof(Request.JoinGroup), ErrorCode.NotCoordinatorForGroup },
        { nameof(Request.JoinGroup), ErrorCode.UnknownMemberId },
        { nameof(Request.OffsetFetch), ErrorCode.GroupLoadInProgress },
    };

    [Theory]
    [MemberData(nameof(WhileJoining))]
    public async Task A_group_that_can_not_be_joined_now_is_joined_later(string request, ErrorCode refusal)
    {
        _bench.Cluster.FailNext(Enum.Parse<Request>(request), refusal, refusal);
        var log = await _bench.ConnectAsync();
        var node = await _bench.JoinAsync(log);

        await new Sender(log).SendUntilConfirmedAsync(partition: 0, "heard");
        await _bench.HearAsync(node, "heard");

        Assert.Empty(node.Faults);
        Assert.Equal(0, _bench.Told.RebuiltConsumers);
    }

    /// <summary>The client then keeps the partitions and never fetches them: after a while it is given up.</summary>
    [Fact]
    [Trait("Kind", "Long")]
    public async Task A_reader_that_was_not_told_where_to_begin_is_replaced()
    {
        _bench.Cluster.FailNext(Request.OffsetFetch, ErrorCode.NotCoordinatorForGroup);
        var log = await _bench.ConnectAsync();
        var node = await _bench.JoinAsync(log);

        await new Sender(log).SendUntilConfirmedAsync(partition: 0, "heard");
        await _bench.HearAsync(node, "heard");

        Assert.Equal(1, _bench.Told.RebuiltConsumers);
        Assert.Empty(node.Faults);
    }

    /// <summary>It keeps its partitions, and misses nothing.</summary>
    [Theory]
    [InlineData(ErrorCode.NotLeaderForPartition)]
    [InlineData(ErrorCode.BrokerNotAvailable)]
    [InlineData(ErrorCode.UnknownTopicOrPart)]
    [InlineData(ErrorCode.TopicAuthorizationFailed)]
    [InlineData(ErrorCode.Unknown)]
    public async Task A_fetch_that_was_refused_is_asked_for_again(ErrorCode refusal)
    {
        var log = await _bench.ConnectAsync();
        var node = await _bench.JoinAsync(log);
        var sender = new Sender(log);
        await sender.SendUntilConfirmedAsync(partition: 0, "0");
        await _bench.HearAsync(node, "0");
        _bench.Cluster.FailNext(Request.Fetch, refusal, refusal, refusal);
        for (var number = 1; number < 5; number++)
        {
            await sender.SendUntilConfirmedAsync(partition: 0, $"{number}");
        }

        await _bench.HearAsync(node, "4");

        Assert.Equal(["0", "1", "2", "3", "4"], node.Deliveries.Select(delivery => delivery.Text));
        Assert.Equal(Partitions, node.Gains);
        Assert.Empty(node.Faults);
    }

    /// <summary>
    /// It reads from the beginning, and says so first: who counts a partition's offsets must begin to count anew.
    /// </summary>
    [Fact]
    public async Task An_offset_that_is_not_there_means_that_the_partition_has_begun_anew()
    {
        var log = await _bench.ConnectAsync();
        var node = await _bench.JoinAsync(log);
        await new Sender(log).SendUntilConfirmedAsync(partition: 0, "0");
        await _bench.HearAsync(node, "0");
        _bench.Cluster.FailNext(Request.Fetch, ErrorCode.OffsetOutOfRange);

        await _bench.UntilAsync(() => node.Deliveries.Count > 1);

        Assert.Equal(["0", "0"], node.Deliveries.Select(delivery => delivery.Text));
        Assert.Equal(Partitions + 1, node.Gains);
        Assert.Empty(node.Faults);
    }

    /// <summary>The group has gone on without it: what is not done comes again, from whoever has it then.</summary>
    [Theory]
    [InlineData(ErrorCode.IllegalGeneration)]
    [InlineData(ErrorCode.UnknownMemberId)]
    public async Task A_reader_that_the_group_has_put_out_joins_again_and_hears_what_is_not_done(ErrorCode refusal)
    {
        var log = await _bench.ConnectAsync();
        var node = await _bench.JoinAsync(log);
        await new Sender(log).SendUntilConfirmedAsync(partition: 0, "0");
        await _bench.HearAsync(node, "0");
        _bench.Cluster.FailNext(Request.Heartbeat, refusal);

        await _bench.UntilAsync(() => node.Deliveries.Count > 1 && node.Owned.Count == Partitions);

        Assert.Equal(["0", "0"], node.Deliveries.Select(delivery => delivery.Text));
        Assert.Empty(node.Faults);
    }

    /// <summary>Other members come and go: who stays keeps what it has, and repeats nothing.</summary>
    [Fact]
    public async Task A_rebalance_takes_nothing_from_who_stays()
    {
        var log = await _bench.ConnectAsync();
        var node = await _bench.JoinAsync(log);
        var sender = new Sender(log);
        await sender.SendUntilConfirmedAsync(partition: 0, "0");
        await _bench.HearAsync(node, "0");
        var joins = _bench.Cluster.Count(Request.JoinGroup);
        _bench.Cluster.FailNext(Request.Heartbeat, ErrorCode.RebalanceInProgress);

        await _bench.UntilAsync(() => _bench.Cluster.Count(Request.JoinGroup) > joins);
        await sender.SendUntilConfirmedAsync(partition: 0, "1");
        await _bench.HearAsync(node, "1");

        Assert.Equal(["0", "1"], node.Deliveries.Select(delivery => delivery.Text));
        Assert.Equal(Partitions, node.Gains);
        Assert.Empty(node.Faults);
    }

    /// <summary>Another process has its name: that is fatal to the client, and a new one is made.</summary>
    [Fact]
    public async Task A_reader_that_was_fenced_is_replaced()
    {
        var log = await _bench.ConnectAsync("node-1");
        var node = await _bench.JoinAsync(log);
        _bench.Cluster.FailNext(Request.Heartbeat, ErrorCode.FencedInstanceId);

        await _bench.UntilAsync(() => _bench.Told.RebuiltConsumers > 0 && node.Owned.Count == Partitions);
        await new Sender(log).SendUntilConfirmedAsync(partition: 0, "heard");
        await _bench.HearAsync(node, "heard");

        Assert.Empty(node.Faults);
    }

    /// <summary>What is done is told to the brokers again, until they have taken it.</summary>
    [Theory]
    [InlineData(ErrorCode.RequestTimedOut)]
    [InlineData(ErrorCode.NotCoordinatorForGroup)]
    [InlineData(ErrorCode.GroupLoadInProgress)]
    [InlineData(ErrorCode.Unknown)]
    public async Task Offsets_that_were_not_taken_are_committed_again(ErrorCode refusal)
    {
        var log = await _bench.ConnectAsync();
        var node = await _bench.JoinAsync(log);
        var sender = new Sender(log);
        foreach (var text in (string[])["0", "1"])
        {
            await sender.SendUntilConfirmedAsync(partition: 0, text);
            await _bench.HearAsync(node, text);
        }

        var commits = _bench.Cluster.Count(Request.OffsetCommit);
        _bench.Cluster.FailNext(Request.OffsetCommit, refusal, refusal);
        log.Advance(Role.Stock, partition: 0, node.Deliveries[0].Offset + 1);
        await _bench.UntilAsync(() => _bench.Cluster.Count(Request.OffsetCommit) >= commits + 3);
        await _bench.LeaveAsync(log);

        var next = await _bench.JoinAsync(await _bench.ConnectAsync());
        await _bench.HearAsync(next, "1");
        Assert.Equal(["1"], next.Deliveries.Select(delivery => delivery.Text));
    }

    [Fact]
    public async Task A_group_that_another_broker_leads_is_found_there()
    {
        await using var bench = new FaultyBench(brokers: 2);
        var (inbox, cluster) = (await bench.InboxAsync(), bench.Cluster);
        cluster.Coordinate(inbox, broker: 1);
        var log = await bench.ConnectAsync();
        var node = await bench.JoinAsync(log);
        var sender = new Sender(log);
        foreach (var broker in (int[])[2, 1])
        {
            var lookups = cluster.Count(Request.FindCoordinator);
            cluster.Coordinate(inbox, broker);
            await bench.UntilAsync(
                () => cluster.Count(Request.FindCoordinator) > lookups && node.Owned.Count == Partitions);
            await sender.SendUntilConfirmedAsync(partition: 0, $"under {broker}");
            await bench.HearAsync(node, $"under {broker}");
        }

        Assert.Empty(node.Faults);
    }

    /// <summary>As after a wipe. What was done of the old topic says nothing of the new one.</summary>
    [Fact]
    public async Task A_topic_that_was_made_anew_is_read_from_its_beginning()
    {
        var log = await _bench.ConnectAsync();
        var node = await _bench.JoinAsync(log);
        var sender = new Sender(log);
        for (var number = 0; number < 5; number++)
        {
            await sender.SendUntilConfirmedAsync(partition: 0, $"old {number}");
        }

        await _bench.HearAsync(node, "old 4");
        log.Advance(Role.Stock, partition: 0, node.Deliveries[^1].Offset + 1);
        await _bench.UntilAsync(() => _bench.Cluster.Count(Request.OffsetCommit) > 0);

        _bench.Cluster.Renew(await _bench.InboxAsync(), Partitions);
        for (var number = 0; number < 10; number++)
        {
            await sender.SendUntilConfirmedAsync(partition: 0, $"new {number}");
        }

        await _bench.UntilAsync(() => _bench.Told.NewTopics > 0);
        for (var number = 0; number < 10; number++)
        {
            await _bench.HearAsync(node, $"new {number}");
        }

        Assert.Empty(node.Faults);
    }

    [Fact]
    public async Task Brokers_that_do_not_answer_at_the_start_are_a_transient_fault()
    {
        var options = await _bench.OptionsAsync();
        _bench.Cluster.TakeDown();
        await Assert.ThrowsAsync<TransientFault>(() => KafkaLog.OpenAsync(options, NullLogger.Instance));
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();
}
