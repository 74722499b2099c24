using Cartwright.Kafka;
using Confluent.Kafka;

namespace Cartwright.Conformance.Kafka.Mock;

/// <summary>
/// Clients that ask for a deleted topic, on brokers that create each requested topic unless the request forbids it: the
/// default of Kafka's brokers too.
/// </summary>
[Trait("Kind", "Long")]
public sealed class MissingTopicTests : IAsyncDisposable
{
    // Requests of the reader and of the producer, several of each.
    private const int Questions = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly FaultyBench _bench = new();

    /// <summary>
    /// The topic that the broker creates would have the broker's number of partitions, and settings that lose records.
    /// </summary>
    [Fact]
    public async Task No_client_makes_the_broker_create_the_topic_that_it_asks_after()
    {
        var log = await _bench.ConnectAsync();
        await _bench.JoinAsync(log);
        var inbox = await _bench.InboxAsync();
        _bench.Cluster.Delete(inbox);
        var asked = _bench.Cluster.Count(Request.Metadata);

        var sender = new Sender(log);
        var id = sender.Send(partition: 0, "lost");
        await _bench.UntilAsync(() => _bench.Cluster.Count(Request.Metadata) >= asked + Questions);

        Assert.DoesNotContain(inbox, Topics(await _bench.OptionsAsync()));
        Assert.False(sender.IsConfirmed(id));
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    // A request for all topics contains no name that a broker could create.
    private static IEnumerable<string> Topics(KafkaOptions options)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = options.Brokers }).Build();
        return [.. admin.GetMetadata(Patience).Topics.Select(topic => topic.Topic)];
    }
}
