using Cartwright.Engine.Batches;
using Cartwright.Engine.Clocks;
using Cartwright.Engine.Codec;
using Cartwright.Engine.Delivery;
using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Options;
using Cartwright.Engine.Ports;
using Cartwright.Engine.Queues;
using Cartwright.Engine.Reading;
using Cartwright.Engine.Telemetry;
using Cartwright.Engine.Timers;
using Cartwright.Engine.Waiting;
using Cartwright.Kernel;
using Microsoft.Extensions.Logging;
using Timer = Cartwright.Engine.Timers.Timer;

namespace Cartwright.Engine;

/// <summary>The parts of one engine, put together: the only place that knows all of them.</summary>
internal sealed record EngineParts(
    IdSource Ids,
    Intake Intake,
    Outbox Outbox,
    Inboxes Inboxes,
    Lanes Lanes,
    PostponedCommands Postponed,
    CommittedRows Rows,
    EngineReport Report,
    EngineMetrics Metrics,
    NodeTime Time,
    List<Timer> Timers)
{
    /// <summary>Adds a timer, before the start.</summary>
    public void Every(int pauseMs, Func<CancellationToken, Task> look) =>
        Timers.Add(new Timer(pauseMs, look, Time.Clock, Report));

    public static EngineParts Make(
        IReadOnlyList<IService> services,
        IApplication application,
        IStore store,
        IIdBlocks blocks,
        ILog? log,
        EngineOptions options,
        TimeProvider clock,
        ILogger logger,
        object scope)
    {
        var time = new NodeTime(clock);
        var metrics = new EngineMetrics(services, scope);
        var report = new EngineReport(logger, metrics, clock);
        var ids = new IdSource(blocks, options.IdBlock, clock);
        var parking = new Parking(application.Wire, options.Shop);
        var room = new ParkedRoom(store, options, clock);
        var rules = new BatchRules(new Services(services, parking), application, parking, options);
        var intake = new Intake(options, clock);
        var outbox = new Outbox(log, application.Wire, ids, options, time);
        var postponed = new PostponedCommands(options, intake, time);
        var skipped = new SkippedRows(time);
        var parked = new ParkedReport(room, options.ParkedMax, metrics, logger);
        var release = new Release(application, postponed, parked, report, time);
        var timers = new EngineTimers(report, time, options);
        return new EngineParts(
            ids,
            intake,
            outbox,
            InboxesOf(services, application, log, options, intake),
            new Lanes(rules, intake, outbox, skipped, release, report, time),
            postponed,
            new CommittedRows(store, options.PatienceMs, clock, report),
            report,
            metrics,
            time,
            [
                timers.Sweep(new DueRows(rules.Services, store, intake, outbox, skipped, options)),
                timers.Expire(new Expiry(intake, postponed)),
                .. log is null ? Array.Empty<Timer>() : [timers.Resend(new LeftoverResend(store, outbox, options))],
                timers.Count(room),
            ]);
    }

    private static Inboxes InboxesOf(
        IReadOnlyList<IService> services, IApplication application, ILog? log, EngineOptions options, Intake intake)
    {
        var codec = new MessageCodec(application.Wire);
        return new Inboxes(
            log,
            log is null ? [] : [.. services.Select(s => new Inbox(s.Role, intake, log, codec, options.Shop))]);
    }
}
