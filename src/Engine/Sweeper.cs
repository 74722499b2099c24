using Cartwright.Engine.Batches;
using Cartwright.Engine.Ports;

namespace Cartwright.Engine;

/// <summary>
/// The engine's clockwork: rows that are due, outcomes that somebody waits for, envelopes that were never
/// confirmed. Nothing depends on the log: what it loses is found here and asked again.
/// </summary>
internal sealed class Sweeper(LaneContext context, IStore store)
{
    private const int FindMax = 5_000;

    /// <summary>Looks for rows that are due, and gives each to its service.</summary>
    public Task RunAsync(CancellationToken cancellation) =>
        EveryAsync(context.Options.SweepEveryMs, SweepAsync, cancellation);

    /// <summary>Looks for awaited outcomes.</summary>
    public Task PollAsync(CancellationToken cancellation) =>
        EveryAsync(context.Options.PollEveryMs, context.Watches.PollAsync, cancellation);

    /// <summary>Looks for commands that have waited too long. It waits for nothing itself.</summary>
    public Task ExpireAsync(CancellationToken cancellation) => EveryAsync(
        context.Options.PollEveryMs,
        _ =>
        {
            foreach (var work in context.Intake.TakeExpired(context.Uptime.Ms))
            {
                work.Client!.Refuse(NotServed.Unavailable);
            }

            new Release(context).TryAgain(context.Postponements.Take());
            return Task.CompletedTask;
        },
        cancellation);

    /// <summary>
    /// Sends envelopes again that were committed and never confirmed, whichever node made them, unless another node has
    /// done so a moment ago; and forgets those that another node has deleted.
    /// </summary>
    public Task ResendAsync(CancellationToken cancellation) =>
        EveryAsync(context.Options.LeftoverAgeMs, ResendOnceAsync, cancellation);

    /// <summary>Looks whether attempts that seem to be in flight have ended elsewhere.</summary>
    public Task ReconcileAsync(CancellationToken cancellation) => EveryAsync(
        context.Options.ReconcileEveryMs,
        token => context.Unfinished.ReconcileAsync(context.Uptime.Ms, token),
        cancellation);

    /// <summary>Looks how full the table of parked messages is.</summary>
    public Task CountParkedAsync(CancellationToken cancellation) =>
        EveryAsync(context.Options.ReconcileEveryMs, context.ParkedRoom.CountAsync, cancellation);

    private async Task ResendOnceAsync(CancellationToken cancellation)
    {
        var options = context.Options;
        foreach (var ids in context.Outbox.WaitingSince(context.Uptime.Ms - options.LeftoverAgeMs).Chunk(FindMax))
        {
            context.Outbox.Keep(ids, await store.Leftovers.FindAsync(ids, cancellation));
        }

        var now = context.Now;
        var claim = new LeftoverClaim(
            now, now - options.LeftoverAgeMs, options.LeftoversMax, options.LeftoverBytesMax);
        var leftovers = await store.Leftovers.ClaimAsync(claim, cancellation);
        context.Outage.Over();
        context.Outbox.Resend(leftovers);
    }

    private async Task SweepAsync(CancellationToken cancellation)
    {
        // While the lanes are behind, what is due will be done soon enough without a push; while the log takes nothing,
        // a push is one more message that waits for it.
        if (context.Intake.Count > context.Options.MessagesMax / 2 || context.Outbox.IsBehind)
        {
            return;
        }

        foreach (var table in context.Services.Tables.Where(table => table.HasDue))
        {
            // Those that are left out are the longest overdue, and must not hide the others.
            var limit = context.Options.SweepRowsMax + context.LeftOut.Count;
            var due = await store.FindDueAsync(table, context.Now, limit, cancellation);
            context.Outage.Over();
            var works = due.Where(key => !context.LeftOut.Has(key)).Take(context.Options.SweepRowsMax).Select(
                key => new Work
                {
                    Message = context.Services.Sweep(key),
                    Origin = $"sweep of {table.Name}",
                    Swept = key,
                }).ToList();
            if (works.Count > 0)
            {
                context.Intake.TryAddMessages(works);
            }
        }
    }

    private async Task EveryAsync(
        int pauseMs, Func<CancellationToken, Task> look, CancellationToken cancellation)
    {
        while (true)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(pauseMs), context.Clock, cancellation);
            try
            {
                await look(cancellation);
            }
            catch (Exception fault) when (fault is TransientFault or RowFault)
            {
                context.Outage.SweepFailed(fault);
            }
        }
    }
}
