using Cartwright.Engine.Batches;
using Cartwright.Engine.Clocks;
using Cartwright.Engine.Delivery;
using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Options;
using Cartwright.Engine.Ports;
using Cartwright.Engine.Reading;
using Cartwright.Engine.Telemetry;
using Cartwright.Engine.Timers;
using Cartwright.Kernel;
using Microsoft.Extensions.Logging;

namespace Cartwright.Engine;

/// <summary>The parts of one engine, put together by subject.</summary>
/// <param name="Delivery">The way of messages and commands in and out.</param>
/// <param name="Batches">The lanes.</param>
/// <param name="Timers">The timers.</param>
/// <param name="Rows">Reads beside the lanes.</param>
/// <param name="Report">What is logged.</param>
/// <param name="Metrics">What is measured.</param>
/// <param name="Time">The time.</param>
internal sealed record EngineParts(
    DeliveryParts Delivery,
    BatchParts Batches,
    EngineTimers Timers,
    CommittedRows Rows,
    EngineReport Report,
    EngineMetrics Metrics,
    NodeTime Time)
{
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
        var room = new ParkedRoom(store, options, clock);
        var parked = new ParkedReport(room, options.ParkedMax, metrics, logger);
        var delivery = DeliveryParts.Make(services, application.Wire, blocks, log, options, time);
        var batches = BatchParts.Make(services, application, delivery, parked, options, report, time);
        return new EngineParts(
            delivery,
            batches,
            EngineTimers.Make(delivery, batches, room, store, options, report, time),
            new CommittedRows(store, options.PatienceMs, clock, report),
            report,
            metrics,
            time);
    }
}
