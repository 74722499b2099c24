using Cartwright.Engine.Batches;
using Cartwright.Engine.Delivery;
using Cartwright.Engine.Options;
using Cartwright.Engine.Ports;
using Cartwright.Engine.Queues;
using Cartwright.Engine.Telemetry;

namespace Cartwright.Engine.Timers;

/// <summary>The sweep: finds due rows, and gives each to its service as a message.</summary>
internal sealed class DueRows(
    Services services, IStore store, Intake intake, Outbox outbox, SkippedRows skipped, EngineOptions options)
{
    /// <summary>Looks once.</summary>
    /// <param name="now">Milliseconds since 1970.</param>
    /// <param name="report">Notified when the database answers.</param>
    /// <param name="cancellation">Ends the look.</param>
    public async Task SweepAsync(long now, EngineReport report, CancellationToken cancellation)
    {
        // While the lanes are behind, a due row is reached soon enough without a push; while the log takes nothing, a
        // push is one more message that waits for it.
        if (intake.Count > options.MessagesMax / 2 || outbox.IsBehind)
        {
            return;
        }

        foreach (var table in services.Tables.Where(table => table.HasDue))
        {
            // Rows that are left out are the longest overdue, and must not hide the others.
            var limit = options.SweepRowsMax + skipped.Count;
            var due = await store.FindDueAsync(table, now, limit, cancellation);
            report.Over();
            var works = due.Where(key => !skipped.Has(key)).Take(options.SweepRowsMax).Select(
                key => new Work
                {
                    Message = services.SweepMessage(key),
                    Origin = $"sweep of {table.Name}",
                    Swept = key,
                }).ToList();
            if (works.Count > 0)
            {
                intake.TryAddMessages(works);
            }
        }
    }
}
