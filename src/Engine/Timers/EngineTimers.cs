using Cartwright.Engine.Batches;
using Cartwright.Engine.Ports;

namespace Cartwright.Engine.Timers;

/// <summary>
/// The timers of one engine. Nothing depends on the log: a message that it loses is found by a timer, and sent or asked
/// for again.
/// </summary>
internal static class EngineTimers
{
    public static IReadOnlyList<Timer> Of(LaneContext context, IStore store, bool hasLog)
    {
        var options = context.Options;
        var due = new DueRows(
            context.Services, store, context.Intake, context.Outbox, context.LeftOut, options);
        var leftovers = new Leftovers(store, context.Outbox, options);
        var expiry = new Expiry(context.Intake, context.Postponements);
        return
        [
            Every(options.SweepEveryMs, stop => due.SweepAsync(context.Now, context.Outage, stop)),
            Every(options.PollEveryMs, _ =>
            {
                expiry.Expire(context.Uptime.Ms);
                return Task.CompletedTask;
            }),
            .. hasLog
                ? [Every(
                    options.LeftoverAgeMs,
                    stop => leftovers.ResendAsync(context.Now, context.Uptime.Ms, context.Outage, stop))]
                : Array.Empty<Timer>(),
            Every(options.CountParkedEveryMs, context.ParkedRoom.CountAsync),
        ];

        Timer Every(int pauseMs, Func<CancellationToken, Task> look) =>
            new(pauseMs, look, context.Clock, context.Outage);
    }
}
