using Cartwright.Engine.Ports;
using Cartwright.Kafka;
using Microsoft.Extensions.Time.Testing;

namespace Cartwright.Conformance.Kafka.Mock;

/// <summary>An admin client that reaches no broker, and the node's log lines about topics in the meantime.</summary>
[Trait("Kind", "Long")]
public sealed class AdminFaultTests : IAsyncDisposable
{
    // The address refuses connections: a client with this address alone never recovers, like one that has lost all its
    // brokers.
    private const string Nowhere = "127.0.0.1:1";

    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(30);

    private readonly FaultyBench _bench = new();
    private readonly FakeTimeProvider _clock = new();
    private int _built;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_that_finds_no_broker_for_thirty_seconds_is_replaced()
    {
        using var topics = await TopicsAsync(blind: 1);
        await Assert.ThrowsAsync<TransientFault>(() => EnsureAsync(topics));
        Assert.Equal(1, _built);

        _clock.Advance(SilenceMax);
        await Assert.ThrowsAsync<TransientFault>(() => EnsureAsync(topics));
        Assert.Equal(2, _built);

        var found = await EnsureAsync(topics);
        Assert.NotEmpty(found.Ids);
        Assert.Equal((2, 1), (_built, _bench.Told.RebuiltAdmins));
        Assert.Equal(TimeSpan.Zero, topics.Silence);
    }

    /// <summary>Each client gets thirty seconds, and an outage is one log line.</summary>
    [Fact]
    public async Task An_outage_replaces_a_client_every_thirty_seconds_and_logs_it_once()
    {
        using var topics = await TopicsAsync(blind: 3);
        foreach (var built in (int[])[2, 2, 3, 3, 4])
        {
            _clock.Advance(built == _built ? SilenceMax / 2 : SilenceMax);
            await Assert.ThrowsAsync<TransientFault>(() => EnsureAsync(topics));
            Assert.Equal(built, _built);
        }

        await EnsureAsync(topics);
        Assert.Equal((4, 1), (_built, _bench.Told.RebuiltAdmins));
    }

    [Fact]
    public async Task A_node_says_which_topic_is_missing_until_it_is_there_again()
    {
        var log = await _bench.ConnectAsync();
        await _bench.JoinAsync(log);
        var inbox = await _bench.InboxAsync();
        Assert.Null(log.Trouble);

        _bench.Cluster.Delete(inbox);
        await _bench.UntilAsync(() => log.Trouble == $"Kafka topic {inbox} does not exist");

        _bench.Cluster.Create(inbox, FaultyBench.Partitions);
        await _bench.UntilAsync(() => log.Trouble is null);
    }

    [Fact]
    public async Task A_node_whose_brokers_are_silent_says_for_how_long()
    {
        var log = await _bench.ConnectAsync();
        _bench.Cluster.TakeDown();
        await _bench.UntilAsync(() =>
            log.Trouble?.StartsWith("Kafka has not described its topics for ", StringComparison.Ordinal) == true);

        _bench.Cluster.BringUp();
        await _bench.UntilAsync(() => log.Trouble is null);
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    private static Task<FoundTopics> EnsureAsync(Topics topics) => topics.EnsureAsync(() => Task.CompletedTask, Stop);

    // The first clients reach no broker, and the next ones do.
    private async Task<Topics> TopicsAsync(int blind)
    {
        await _bench.ConnectAsync();
        var options = await _bench.OptionsAsync();
        var admin = new ReplaceableAdmin(
            () => Topics.Build(++_built > blind ? options : options with { Brokers = Nowhere }, _ => { }),
            _clock,
            _bench.Told);
        return new Topics(options, admin, new BrokerRefusal(), _bench.Told);
    }
}
