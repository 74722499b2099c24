using Cartwright.Simulation.Stores;

namespace Cartwright.Simulation.Scenarios;

/// <summary>The outbox, and the node's own count of its contents.</summary>
public sealed class OutboxTests
{
    // The first node never receives the confirmation of its envelope. The second one finds it, sends it and deletes it.
    // If such envelopes were counted for ever, they would in the end fill the first node, which would then shed every
    // command.
    [Fact]
    public void A_node_forgets_an_envelope_that_another_one_has_sent()
    {
        var bench = new Bench();
        bench.Run(async () =>
        {
            var first = await bench.StartAsync(new QuietLog(confirms: false), Unswept(bench));
            await Bench.CheckOutAsync(first, await Bench.OrderAsync(first));
            var second = await bench.StartAsync(new QuietLog(confirms: true), Unswept(bench));
            await bench.PauseAsync(15);

            var began = bench.Clock.GetUtcNow();
            await first.Engine.DrainAsync(TimeSpan.FromSeconds(10));

            Assert.Empty(bench.Database.Outbox);
            Assert.True(bench.Clock.GetUtcNow() - began < TimeSpan.FromSeconds(1), "It believes that something waits.");
            await first.Engine.StopAsync();
            await second.Engine.StopAsync();
        });
    }

    // Each batch of one message leaves an envelope, and confirmations come late and all at once.
    [Fact]
    public void Confirmed_envelopes_are_deleted_faster_than_one_by_one()
    {
        var bench = new Bench();
        bench.Run(async () =>
        {
            var log = new QuietLog(confirms: false);
            var node = await bench.StartAsync(log, Unswept(bench), Bench.Options with { BatchMax = 1 });
            for (var id = 1; id <= 20; id++)
            {
                await Bench.CheckOutAsync(node, await Bench.OrderAsync(node, id));
            }

            Assert.Equal(20, bench.Database.Outbox.Count);
            log.ConfirmAll();
            await bench.PauseAsync(3);

            Assert.Empty(bench.Database.Outbox);
            await node.Engine.StopAsync();
        });
    }

    // The sweeps are off, so that only the checkouts make envelopes.
    private static WrappedStore Unswept(Bench bench) => new(bench.Store) { IsDue = _ => false };
}
