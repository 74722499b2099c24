using Cartwright.Engine.Batches;
using Cartwright.Engine.Clocks;
using Cartwright.Engine.Delivery;
using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Options;
using Cartwright.Engine.Ports;
using Cartwright.Engine.Telemetry;

namespace Cartwright.Engine.Timers;

/// <summary>
/// The timers of one engine. Nothing depends on the log: a message that it loses is found by a timer, and sent or
/// requested again.
/// </summary>
internal sealed class EngineTimers(EngineReport report, NodeTime time)
{
    private readonly List<Timer> _timers = [];

    /// <summary>All timers, each to be run.</summary>
    public IReadOnlyList<Timer> All => _timers;

    public static EngineTimers Make(
        DeliveryParts delivery,
        BatchParts batches,
        ParkedRoom parked,
        IStore store,
        EngineOptions options,
        EngineReport report,
        NodeTime time)
    {
        var (intake, outbox) = (delivery.Intake, delivery.Outbox);
        var due = new DueRows(batches.Services, store, intake, outbox, batches.Skipped, options);
        var expiry = new Expiry(intake, batches.Postponed);
        var leftovers = new LeftoverResend(store, outbox, options);
        var timers = new EngineTimers(report, time);
        timers.Every(options.SweepEveryMs, stop => due.SweepAsync(time.Now, report, stop));
        timers.Every(options.PollEveryMs, _ =>
        {
            expiry.Expire(time.UptimeMs);
            return Task.CompletedTask;
        });
        if (delivery.HasLog)
        {
            timers.Every(
                options.LeftoverAgeMs, stop => leftovers.ResendAsync(time.Now, time.UptimeMs, report, stop));
        }

        timers.Every(options.CountParkedEveryMs, parked.CountAsync);
        return timers;
    }

    /// <summary>Adds a timer, before the start.</summary>
    public void Every(int pauseMs, Func<CancellationToken, Task> look) =>
        _timers.Add(new Timer(pauseMs, look, time.Clock, report));
}
