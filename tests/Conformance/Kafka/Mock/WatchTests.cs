namespace Cartwright.Conformance.Kafka.Mock;

/// <summary>The background check of the topics, which must last as long as its node.</summary>
[Trait("Kind", "Long")]
public sealed class WatchTests : IAsyncDisposable
{
    private readonly FaultyBench _bench = new();

    /// <summary>A log that throws stands for a bug in the middle of the work that follows from new topics.</summary>
    [Theory]
    [InlineData(typeof(InvalidOperationException))]
    [InlineData(typeof(TaskCanceledException))] // of a client, and not of the node's end
    public async Task A_look_that_ends_in_a_bug_is_logged_and_repeated(Type bug)
    {
        var log = await _bench.ConnectAsync();
        var node = await _bench.JoinAsync(log);
        _bench.Told.Heard = id =>
        {
            if (id == ToldEvents.TopicsMade && _bench.Told.NewTopics == 1)
            {
                throw (Exception)Activator.CreateInstance(bug, "A bug.")!;
            }
        };

        _bench.Cluster.Renew(await _bench.InboxAsync(), FaultyBench.Partitions);

        await _bench.UntilAsync(() => _bench.Told.NewTopics > 1);
        Assert.True(_bench.Told.Troubles > 0);
        await new Sender(log).SendUntilConfirmedAsync(partition: 0, "after");
        await _bench.HearAsync(node, "after");
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();
}
