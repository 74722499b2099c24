using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Engine;
using Cartwright.Engine.Ports;
using Cartwright.Engine.Queues;
using Cartwright.Simulation.Stores;

namespace Cartwright.Simulation.Scenarios;

/// <summary>A lane with a database that rejects its batches.</summary>
public sealed class LaneTests
{
    // The database rejects the batch of two, which is halved. Then the database is unreachable, and the node stops.
    [Fact]
    public void Clients_of_a_batch_that_was_halved_hear_when_the_node_stops()
    {
        var bench = new Bench();
        bench.Run(async () =>
        {
            var refusals = 1;
            var node = await bench.StartAsync(
                new QuietLog(confirms: false),
                OfCommits(bench, (_, _) => refusals-- > 0
                    ? throw new PoisonFault("Refused for good.")
                    : throw new TransientFault("Not now.")));
            var first = node.Engine.AskAsync(new CreateOrder(new OrderId(1), new UserId(1)), "create");
            var second = node.Engine.AskAsync(new CreateOrder(new OrderId(2), new UserId(1)), "create");
            await bench.PauseAsync(1);
            await node.Engine.StopAsync();
            await bench.PauseAsync(0.1);

            Assert.True(first.IsFaulted && second.IsFaulted, "A client waits for ever.");
        });
    }

    // Conflicts go on until the command has timed out: then the batch has nothing left to set aside.
    [Fact]
    public void A_command_that_expires_among_conflicts_does_not_stop_the_node()
    {
        var bench = new Bench();
        bench.Run(async () =>
        {
            var conflicts = 20;
            var node = await bench.StartAsync(
                new QuietLog(confirms: false),
                OfCommits(bench, async (lane, writes) =>
                {
                    if (conflicts == 0)
                    {
                        return await lane.CommitAsync(writes);
                    }

                    await bench.PauseAsync(--conflicts == 0 ? 60 : 0);
                    throw new TransientFault("Somebody was faster.") { IsConflict = true };
                }),
                Bench.Options with { PatienceMs = 60_000, RetryPauseMaxMs = 1 });
            var refused = await Assert.ThrowsAsync<NotServedException>(
                () => node.Engine.AskAsync(new CreateOrder(new OrderId(1), new UserId(1)), "create"));

            Assert.Equal(NotServed.Unavailable, refused.Why);
            Assert.True(node.Engine.IsReady);
            await Bench.OrderAsync(node, id: 2);
            await node.Engine.StopAsync();
        });
    }

    // Found by seed 5174: an outage counted as many conflicts, and the first conflict after it as one too many.
    [Fact]
    public void A_conflict_after_an_outage_is_tried_again()
    {
        var bench = new Bench();
        bench.Run(async () =>
        {
            var faults = 30;
            var node = await bench.StartAsync(
                new QuietLog(confirms: false),
                OfCommits(bench, (lane, writes) => faults-- > 0
                    ? throw new TransientFault("Not now.") { IsConflict = faults == 0 }
                    : lane.CommitAsync(writes)),
                Bench.Options with { PatienceMs = 60_000 });

            await Bench.OrderAsync(node);
            await node.Engine.StopAsync();
        });
    }

    private static WrappedStore OfCommits(
        Bench bench, Func<IStoreLane, WriteSet, ValueTask<CommitOutcome>> commit) =>
        new(bench.Store) { Lane = lane => new WrappedLane(lane) { Commit = commit } };
}
