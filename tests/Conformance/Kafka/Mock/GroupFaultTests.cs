using Confluent.Kafka;

namespace Cartwright.Conformance.Kafka.Mock;

/// <summary>
/// Brokers that reject a reader's membership, or end it, and the records that the reader still receives.
/// </summary>
[Trait("Kind", "Long")]
public sealed class GroupFaultTests : IAsyncDisposable
{
    private const int Partitions = FaultyBench.Partitions;
    private const int OffersUntilPaused = 25;

    // Without the error, a reader outside its group is replaced as well, but only after 30 seconds.
    private static readonly TimeSpan FencedMax = TimeSpan.FromSeconds(15);

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

    /// <summary>
    /// The group has gone on without this reader: records without a committed offset are delivered again, by their new
    /// owner.
    /// </summary>
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

    /// <summary>The client would keep the partition paused for ever.</summary>
    [Fact]
    public async Task What_was_taken_away_while_there_was_no_room_for_it_is_read_when_it_comes_back()
    {
        var log = await _bench.ConnectAsync();
        var node = await _bench.JoinAsync(log);
        node.HasRoom = false;
        await new Sender(log).SendUntilConfirmedAsync(partition: 0, "0");
        await _bench.UntilAsync(() => node.Offers > OffersUntilPaused);
        _bench.Cluster.FailNext(Request.Heartbeat, ErrorCode.UnknownMemberId);
        await _bench.UntilAsync(() => node.Gains > Partitions && node.Owned.Count == Partitions);

        node.HasRoom = true;

        await _bench.HearAsync(node, "0");
        Assert.Equal(0, _bench.Told.RebuiltConsumers);
        Assert.Empty(node.Faults);
    }

    /// <summary>Other members join and leave: a remaining member keeps its partitions, and repeats no record.</summary>
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

    /// <summary>
    /// Another process has taken its name: that is fatal to the client, and a new client is made at once.
    /// </summary>
    [Fact]
    public async Task A_reader_that_was_fenced_is_replaced()
    {
        var log = await _bench.ConnectAsync("node-1");
        var node = await _bench.JoinAsync(log);
        _bench.Cluster.FailNext(Request.Heartbeat, ErrorCode.FencedInstanceId);

        await _bench.UntilAsync(() => _bench.Told.Troubles > 0);
        var fencedAt = TimeProvider.System.GetTimestamp();
        await _bench.UntilAsync(() => _bench.Told.RebuiltConsumers > 0);
        Assert.InRange(TimeProvider.System.GetElapsedTime(fencedAt), TimeSpan.Zero, FencedMax);
        await _bench.UntilAsync(() => node.Owned.Count == Partitions);
        await new Sender(log).SendUntilConfirmedAsync(partition: 0, "heard");
        await _bench.HearAsync(node, "heard");

        Assert.Empty(node.Faults);
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

    public ValueTask DisposeAsync() => _bench.DisposeAsync();
}
