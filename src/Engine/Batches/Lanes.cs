using Cartwright.Engine.Clocks;
using Cartwright.Engine.Delivery;
using Cartwright.Engine.Ports;
using Cartwright.Engine.Queues;
using Cartwright.Engine.Telemetry;

namespace Cartwright.Engine.Batches;

/// <summary>The lanes of one engine: each runs its batches over a connection of its own.</summary>
internal sealed class Lanes(
    BatchRules rules,
    Intake intake,
    Outbox outbox,
    SkippedRows skipped,
    Release release,
    EngineReport report,
    NodeTime time)
{
    private readonly List<(Lane Lane, IStoreLane Store)> _lanes = [];

    /// <summary>Whether no lane has committed anything for so long.</summary>
    public bool AreFailingFor(TimeSpan duration) =>
        _lanes.Count > 0 && _lanes.TrueForAll(entry => entry.Lane.Failing > duration);

    /// <summary>Opens as many as the options name, each to be run.</summary>
    public async Task<IReadOnlyList<Lane>> OpenAsync(IStore store, CancellationToken cancellation)
    {
        for (var i = 0; i < rules.Options.Lanes; i++)
        {
            var connection = await store.OpenLaneAsync(cancellation);
            var blockedWork = new BlockedWork(rules.Options, time);
            var run = new BatchRun(rules, connection, blockedWork, outbox, release, report, time);
            var failed = new FailedWork(rules.Parking, blockedWork, skipped, report, time);
            var lane = new Lane(rules.Options, run, blockedWork, failed, intake, report, time);
            _lanes.Add((lane, connection));
        }

        return [.. _lanes.Select(entry => entry.Lane)];
    }

    /// <summary>Closes them. None may run any more.</summary>
    public async Task CloseAsync()
    {
        foreach (var (_, connection) in _lanes)
        {
            await connection.DisposeAsync();
        }

        _lanes.Clear();
    }
}
