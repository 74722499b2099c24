using Cartwright.Engine.Ports;
using Cartwright.Simulation.Kernel;
using Cartwright.Simulation.Logs;

namespace Cartwright.Conformance.Log;

/// <summary>The simulation's log conforms to the port.</summary>
public sealed class SimulatedLogTests : LogConformance
{
    protected override ILogBench Open() => new Bench();

    private sealed class Bench : ILogBench
    {
        private const long PatienceMax = 60_000_000;

        private readonly Scheduler _scheduler;
        private readonly SimulatedBrokers _brokers;
        private int _nodes;

        public Bench()
        {
            _scheduler = new Scheduler(new SeededRandom(1), new Trace(isReadable: false), isShuffled: true);
            _brokers = new SimulatedBrokers(_scheduler, new SeededRandom(2), partitions: 3);
        }

        public ILog Connect() => new SimulatedLog(_brokers, new Host(_scheduler, $"node{++_nodes}", _nodes));

        public Task LeaveAsync(ILog log)
        {
            ((SimulatedLog)log).Leave();
            return Task.CompletedTask;
        }

        // Its public events are in one list, as if they had one partition.
        public async Task<IReadOnlyList<(int Partition, PublicRecord Event)>> EventsAsync(int count)
        {
            await UntilAsync(() => _brokers.Events.Count >= count);
            return [.. _brokers.Events.Select(record => (0, record))];
        }

        public Task UntilAsync(Func<bool> isReached)
        {
            Assert.True(_scheduler.RunUntil(isReached, _scheduler.Now + PatienceMax), "It does not come to that.");
            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync() => default;
    }
}
