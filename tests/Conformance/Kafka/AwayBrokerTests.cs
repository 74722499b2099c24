using Cartwright.Conformance.Kafka.Mock;
using Cartwright.Conformance.Log;
using Cartwright.Domain;
using Cartwright.Kernel;

namespace Cartwright.Conformance.Kafka;

/// <summary>
/// A broker that is killed or frozen, again and again, for shorter and for longer than a session, while nodes send and
/// read: afterwards each partition delivers again.
/// </summary>
[Trait("Kind", "Campaign")]
public sealed class AwayBrokerTests : IAsyncLifetime
{
    private const int Partitions = 3;
    private const int Rounds = 6;
    private static readonly TimeSpan SendPause = TimeSpan.FromMilliseconds(10);

    private KafkaBroker _broker = null!;
    private KafkaBench _bench = null!;

    public async ValueTask InitializeAsync()
    {
        _broker = await KafkaBroker.StartAsync();
        _bench = new KafkaBench(Task.FromResult<IBrokers>(_broker));
    }

    /// <param name="freezes">Whether the broker is frozen, and not killed.</param>
    /// <param name="awayMs">For how long; a session lasts two seconds.</param>
    [Theory]
    [InlineData(false, 0)]
    [InlineData(false, 4_000)]
    [InlineData(true, 1_500)]
    [InlineData(true, 4_000)]
    public async Task Each_partition_delivers_after_a_broker_was_away(bool freezes, int awayMs)
    {
        var told = new ToldEvents();
        var log = await _bench.ConnectAsync("node-1", told);
        var node = new Recorder();
        log.Subscribe(Role.Stock, node);
        await _bench.UntilAsync(() => node.Owned.Count == Partitions);
        var sender = new Sender(log);
        var sent = 0;
        await using var sending = new Timer(
            _ => sender.Send(Interlocked.Increment(ref sent) % Partitions, "load"), null, TimeSpan.Zero, SendPause);
        for (var round = 0; round < Rounds; round++)
        {
            await (freezes ? _broker.SignalAsync("STOP") : _broker.KillAsync());
            var since = TimeProvider.System.GetTimestamp();
            await _bench.UntilAsync(() => TimeProvider.System.GetElapsedTime(since).TotalMilliseconds >= awayMs);
            await (freezes ? _broker.SignalAsync("CONT") : _broker.LaunchAsync());

            var before = node.Deliveries.Count;
            await _bench.UntilAsync(() => node.Deliveries.Skip(before)
                .Select(delivery => delivery.Partition).Distinct().Count() == Partitions);
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{told.Standstills} partitions stood still, {told.RebuiltConsumers} consumers were replaced.");
        Assert.Empty(node.Faults);
    }

    public async ValueTask DisposeAsync()
    {
        if (_broker is not null)
        {
            await _bench.DisposeAsync();
            _broker.Dispose();
        }
    }
}
