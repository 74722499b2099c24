using Cartwright.Engine.Ports;
using Cartwright.Kafka;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cartwright.Conformance.Kafka.Mock;

/// <summary>Brokers that return no records to a reader, or do not answer.</summary>
[Trait("Kind", "Long")]
public sealed class FetchFaultTests : IAsyncDisposable
{
    private const int Partitions = FaultyBench.Partitions;

    private readonly FaultyBench _bench = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The reader keeps its partitions, and misses no record.</summary>
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

    [Fact]
    public async Task Brokers_that_do_not_answer_at_the_start_are_a_transient_fault()
    {
        var options = await _bench.OptionsAsync();
        _bench.Cluster.TakeDown();
        await Assert.ThrowsAsync<TransientFault>(() => KafkaLog.OpenAsync(options, NullLogger.Instance, Stop));
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();
}
