using Cartwright.Conformance.Log;
using Cartwright.Domain;

namespace Cartwright.Conformance.Kafka;

/// <summary>Groups on a real broker, which fences whoever has the name of another.</summary>
public sealed class GroupTests() : GroupConformance(KafkaBroker.SharedAsync())
{
    /// <summary>
    /// The older one is fenced, which is fatal to its consumer; it joins again, and fences the newer in turn.
    /// </summary>
    [Fact]
    public async Task A_node_whose_name_was_taken_by_another_joins_again_once_that_is_gone()
    {
        var log = await Bench.ConnectAsync("node-1");
        var older = await JoinAsync(log);
        var taking = await Bench.ConnectAsync("node-1");
        var newer = new Recorder();
        taking.Subscribe(Role.Stock, newer);
        await Bench.UntilAsync(() => newer.Owned.Count == Partitions);

        Bench.Abandon(taking);

        await Bench.UntilAsync(() => older.Owned.Count == Partitions);
        await new Sender(log).SendUntilConfirmedAsync(partition: 1, "heard");
        await Bench.UntilAsync(() => older.Deliveries.Any(delivery => delivery.Text == "heard"));
        Assert.Empty(older.Faults);
    }
}
