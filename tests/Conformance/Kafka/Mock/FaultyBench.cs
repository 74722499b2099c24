using Cartwright.Conformance.Log;
using Cartwright.Domain;
using Cartwright.Kafka;
using Cartwright.Kernel;

namespace Cartwright.Conformance.Kafka.Mock;

/// <summary>Brokers of one test alone with prescribed answers, and the log lines of their clients.</summary>
internal sealed class FaultyBench : IAsyncDisposable
{
    public const int Partitions = 3;

    // Long enough that a busy machine loses no partition through its own delay.
    private const int SessionTimeoutMs = 10_000;

    private readonly KafkaBench _bench;

    public FaultyBench(int brokers = 1)
    {
        Cluster = new MockCluster(brokers);
        _bench = new KafkaBench(Task.FromResult<IBrokers>(Cluster), sessionTimeoutMs: SessionTimeoutMs);
    }

    public MockCluster Cluster { get; }

    public ToldEvents Told { get; } = new();

    /// <summary>The inbox of stock, which is also its group's name.</summary>
    public async Task<string> InboxAsync()
    {
        using var topics = new Topics(await _bench.OptionsAsync(), Told);
        return topics.InboxOf(Role.Stock);
    }

    public Task<KafkaLog> ConnectAsync(string? nodeName = null) => _bench.ConnectAsync(nodeName, Told);

    /// <summary>A node of stock that reads every partition.</summary>
    public async Task<Recorder> JoinAsync(KafkaLog log)
    {
        var node = new Recorder();
        log.Subscribe(Role.Stock, node);
        await UntilAsync(() => node.Owned.Count == Partitions);
        return node;
    }

    public Task LeaveAsync(KafkaLog log) => _bench.LeaveAsync(log);

    public Task<KafkaOptions> OptionsAsync() => _bench.OptionsAsync();

    public Task UntilAsync(Func<bool> isReached) => _bench.UntilAsync(isReached);

    public Task HearAsync(Recorder node, string text) =>
        UntilAsync(() => node.Deliveries.Any(delivery => delivery.Text == text));

    public async ValueTask DisposeAsync()
    {
        await _bench.DisposeAsync();
        Cluster.Dispose();
    }
}
