using Cartwright.Engine.Clocks;
using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Options;
using Cartwright.Engine.Telemetry;

namespace Cartwright.Engine.Timers;

/// <summary>
/// The timers of one engine. Nothing depends on the log: a message that it loses is found by a timer, and sent or
/// requested again.
/// </summary>
internal sealed class EngineTimers(EngineReport report, NodeTime time, EngineOptions options)
{
    /// <summary>The sweep of rows whose time has come.</summary>
    public Timer Sweep(DueRows due) =>
        Every(options.SweepEveryMs, stop => due.SweepAsync(time.Now, report, stop));

    /// <summary>The end of commands' patience.</summary>
    public Timer Expire(Expiry expiry) => Every(options.PollEveryMs, _ =>
    {
        expiry.Expire(time.UptimeMs);
        return Task.CompletedTask;
    });

    /// <summary>The resending of envelopes that were never confirmed.</summary>
    public Timer Resend(LeftoverResend leftovers) => Every(
        options.LeftoverAgeMs, stop => leftovers.ResendAsync(time.Now, time.UptimeMs, report, stop));

    /// <summary>The count of parked messages.</summary>
    public Timer Count(ParkedRoom room) => Every(options.CountParkedEveryMs, room.CountAsync);

    private Timer Every(int pauseMs, Func<CancellationToken, Task> look) => new(pauseMs, look, time.Clock, report);
}
