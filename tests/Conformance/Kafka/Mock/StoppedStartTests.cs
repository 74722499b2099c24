using Confluent.Kafka;

namespace Cartwright.Conformance.Kafka.Mock;

/// <summary>A node that is stopped while it opens the log, each time at a request that the brokers delay.</summary>
public sealed class StoppedStartTests : IAsyncDisposable
{
    // Less than the ten seconds for which the adapter waits for an answer, or for a record.
    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(5);

    private readonly FaultyBench _bench = new();

    [Fact]
    public async Task A_start_that_reaches_no_broker_ends()
    {
        _bench.Cluster.TakeDown();
        await MustEndAsync(() => true);
    }

    [Theory]
    [InlineData(Request.Fetch)]
    [InlineData(Request.Produce)]
    internal async Task A_start_that_asks_whose_log_it_is_ends(Request refused)
    {
        var refusals = new ErrorCode[100];
        Array.Fill(refusals, ErrorCode.NotLeaderForPartition);
        _bench.Cluster.FailNext(refused, refusals);
        await MustEndAsync(() => _bench.Cluster.Count(refused) > 0);
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    private async Task MustEndAsync(Func<bool> isThere)
    {
        using var stop = new CancellationTokenSource();
        var opening = _bench.Cluster.OpenAsync(await _bench.OptionsAsync(), _bench.Told, stop.Token);
        await _bench.UntilAsync(isThere);
        Assert.False(opening.IsCompleted);
        var since = TimeProvider.System.GetTimestamp();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening);
        Assert.InRange(TimeProvider.System.GetElapsedTime(since), TimeSpan.Zero, StopMax);
    }
}
