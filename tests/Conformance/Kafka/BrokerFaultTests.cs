using Cartwright.Conformance.Log;
using Cartwright.Domain;
using Cartwright.Kafka;
using Cartwright.Kernel;

namespace Cartwright.Conformance.Kafka;

/// <summary>A broker of one test alone that dies, and that comes back empty.</summary>
[Trait("Kind", "Long")]
public sealed class BrokerFaultTests : IAsyncLifetime
{
    private const int Partitions = 3;
    private KafkaBroker _broker = null!;
    private KafkaBench _bench = null!;

    public async ValueTask InitializeAsync()
    {
        _broker = await KafkaBroker.StartAsync();
        _bench = new KafkaBench(Task.FromResult<IBrokers>(_broker));
    }

    public async ValueTask DisposeAsync()
    {
        if (_broker is not null)
        {
            await _bench.DisposeAsync();
            _broker.Dispose();
        }
    }

    /// <summary>
    /// First a crash, in which no confirmed envelope may be lost. Then all data is lost, and sender and receiver must
    /// switch to the new topics, where offsets begin at 0 again.
    /// </summary>
    [Fact]
    public async Task A_broker_that_dies_is_waited_for_and_one_that_was_wiped_gets_its_topics_again()
    {
        var sending = await _bench.ConnectAsync();
        var sender = new Sender(sending);
        var receiving = await _bench.ConnectAsync("node-1");
        var node = new Recorder();
        receiving.Subscribe(Role.Stock, node);
        await _bench.UntilAsync(() => node.Owned.Count == Partitions);
        for (var number = 0; number < 5; number++)
        {
            await sender.SendUntilConfirmedAsync(partition: 0, $"before {number}");
        }

        await HearAsync(node, "before 4");
        AdvanceAll(receiving, node);

        await _broker.KillAsync();
        var whileDead = sender.Send(partition: 1, "while dead");
        await _broker.LaunchAsync();
        await HearAsync(node, "while dead");
        await _bench.UntilAsync(() => sender.IsConfirmed(whileDead));
        await sender.SendUntilConfirmedAsync(partition: 0, "after the crash");
        await HearAsync(node, "after the crash");

        await _broker.KillAsync();
        await _broker.WipeAsync();
        await _broker.LaunchAsync();
        for (var partition = 0; partition < Partitions; partition++)
        {
            await sender.SendUntilConfirmedAsync(partition, $"after the wipe {partition}");
        }

        for (var partition = 0; partition < Partitions; partition++)
        {
            await HearAsync(node, $"after the wipe {partition}");
        }

        Assert.Empty(node.Faults);
    }

    private Task HearAsync(Recorder node, string text) =>
        _bench.UntilAsync(() => node.Deliveries.Any(delivery => delivery.Text == text));

    private static void AdvanceAll(KafkaLog log, Recorder node)
    {
        foreach (var delivery in node.Deliveries)
        {
            log.Advance(Role.Stock, delivery.Partition, delivery.Offset + 1);
        }
    }
}
