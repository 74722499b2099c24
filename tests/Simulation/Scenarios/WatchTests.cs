using Cartwright.Domain.Orders;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Simulation.Scenarios;

/// <summary>
/// A client that waits for a checkout's outcome must not get a status from before that checkout: an order that does not
/// name the attempt yet looks like one that has forgotten it, and the client would read "failed".
/// </summary>
public sealed class WatchTests
{
    // The poll has read the open order, and is overtaken by the commit of the checkout.
    [Fact]
    public void A_poll_that_was_overtaken_says_nothing_of_a_checkout()
    {
        var bench = new Bench();
        bench.Run(async () =>
        {
            var reads = new HeldReads(bench.Store);
            var node = await bench.StartAsync(new QuietLog(confirms: false), reads);
            var order = await Bench.OrderAsync(node);
            using var watch = node.Watch(order);
            await bench.PauseAsync(0.5);

            var attempt = await Bench.CheckOutAsync(node, order);
            reads.LetGo();
            var seen = await watch.UntilAsync(
                latest => Outcome.OutcomeOf(latest, attempt).IsEnded, TimeSpan.FromSeconds(1), bench.Clock, default);

            Assert.Null(seen);
            await node.Engine.StopAsync();
        });
    }

    // The joining command changes no row, and its watch has last seen the order open.
    [Fact]
    public void A_client_that_joins_a_checkout_is_not_told_of_the_time_before_it()
    {
        var bench = new Bench();
        bench.Run(async () =>
        {
            var first = await bench.StartAsync(new QuietLog(confirms: false));
            var second = await bench.StartAsync(new QuietLog(confirms: false));
            var order = await Bench.OrderAsync(first);
            using var watch = second.Watch(order);
            await bench.PauseAsync(0.45);

            var attempt = await Bench.CheckOutAsync(first, order);
            var joined = await Bench.CheckOutAsync(second, order);
            var seen = await watch.UntilAsync(
                latest => Outcome.OutcomeOf(latest, joined).IsEnded, TimeSpan.FromSeconds(1), bench.Clock, default);

            Assert.Equal(attempt, joined);
            Assert.Null(seen);
            await first.Engine.StopAsync();
            await second.Engine.StopAsync();
        });
    }

    // Rows are read at once and returned when the test releases them.
    private sealed class HeldReads(IStore inner) : IStore, IRowSink
    {
        private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly List<(Key Key, object State, long Version)> _rows = [];

        public void LetGo() => _gate.TrySetResult();

        public ValueTask<IStoreLane> OpenLaneAsync(CancellationToken cancellation) => inner.OpenLaneAsync(cancellation);

        public async ValueTask ReadAsync(IReadOnlyList<Key> keys, IRowSink sink, CancellationToken cancellation)
        {
            await inner.ReadAsync(keys, this, cancellation);
            await _gate.Task;
            _rows.ForEach(row => sink.Found(row.Key, row.State, row.Version));
            _rows.Clear();
        }

        public ValueTask<IReadOnlyList<Key>> FindDueAsync(
            Table table, long now, int limit, CancellationToken cancellation) =>
            inner.FindDueAsync(table, now, limit, cancellation);

        public ILeftovers Leftovers => inner.Leftovers;

        public void Found(Key key, object state, long version) => _rows.Add((key, state, version));
    }
}
