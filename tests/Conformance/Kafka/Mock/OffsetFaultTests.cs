using Cartwright.Domain;
using Cartwright.Kernel;
using Confluent.Kafka;

namespace Cartwright.Conformance.Kafka.Mock;

/// <summary>Brokers that do not return a reader's committed offset, or do not accept a commit.</summary>
[Trait("Kind", "Long")]
public sealed class OffsetFaultTests : IAsyncDisposable
{
    private const int Partitions = FaultyBench.Partitions;

    private readonly FaultyBench _bench = new();

    /// <summary>The client then keeps the partitions and never fetches them: after a while it is replaced.</summary>
    [Fact]
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

    /// <summary>
    /// The reader begins at offset 0, and reports that first: a consumer of its progress must reset its count of
    /// offsets.
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

    /// <summary>Commits are retried until the brokers have accepted them.</summary>
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

    /// <summary>
    /// The engine reports a repeated record as done once more, long after the later ones. While the brokers reject
    /// commits, the client would replace the later offset by the older one.
    /// </summary>
    [Fact]
    public async Task An_older_offset_does_not_replace_one_that_is_not_committed_yet()
    {
        var log = await _bench.ConnectAsync();
        var node = await _bench.JoinAsync(log);
        var sender = new Sender(log);
        foreach (var text in (string[])["0", "1", "2"])
        {
            await sender.SendUntilConfirmedAsync(partition: 0, text);
            await _bench.HearAsync(node, text);
        }

        var refusals = new ErrorCode[100];
        Array.Fill(refusals, ErrorCode.InvalidCommitOffsetSize);
        _bench.Cluster.FailNext(Request.OffsetCommit, refusals);
        foreach (var place in (int[])[1, 0])
        {
            // A commit that began before the offset was stored is followed by one that contains it.
            var commits = _bench.Cluster.Count(Request.OffsetCommit);
            log.Advance(Role.Stock, partition: 0, node.Deliveries[place].Offset + 1);
            await _bench.UntilAsync(() => _bench.Cluster.Count(Request.OffsetCommit) >= commits + 2);
        }

        _bench.Cluster.Heal(Request.OffsetCommit);
        await _bench.LeaveAsync(log);

        var next = await _bench.JoinAsync(await _bench.ConnectAsync());
        await _bench.HearAsync(next, "2");
        Assert.Equal(["2"], next.Deliveries.Select(delivery => delivery.Text));
    }

    /// <summary>As after a wipe: progress in the old topic does not apply to the new one.</summary>
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

    public ValueTask DisposeAsync() => _bench.DisposeAsync();
}
