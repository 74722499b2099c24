using Cartwright.Engine.Codec;
using Cartwright.Engine.Delivery;
using Cartwright.Engine.Ports;
using Cartwright.Engine.Telemetry;
using Cartwright.Engine.Waiting;
using Microsoft.Extensions.Logging;

namespace Cartwright.Engine.Batches;

/// <summary>What the lanes of one engine share.</summary>
internal sealed record LaneContext(
    Services Services,
    IApplication Application,
    EngineOptions Options,
    Intake Intake,
    Outbox Outbox,
    Announcements Announcements,
    Postponements Postponements,
    LeftOut LeftOut,
    Parking Parking,
    ParkedRoom ParkedRoom,
    EngineMetrics Metrics,
    Action<Receipt> Done,
    TimeProvider Clock,
    Uptime Uptime,
    ILogger Log)
{
    /// <summary>How stored replies are written.</summary>
    public ReplyCodec Replies { get; } = new(Application.Wire);

    /// <summary>What the log is told about the database.</summary>
    public Outage Outage { get; } = new(Log, Clock);

    /// <summary>
    /// What is written into rows: milliseconds since 1970, rounded here and nowhere else. A wait within this process is
    /// counted by <see cref="Uptime"/>.
    /// </summary>
    public long Now => Clock.GetUtcNow().ToUnixTimeMilliseconds();
}
