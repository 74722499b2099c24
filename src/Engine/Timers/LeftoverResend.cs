using Cartwright.Engine.Delivery;
using Cartwright.Engine.Options;
using Cartwright.Engine.Ports;
using Cartwright.Engine.Telemetry;

namespace Cartwright.Engine.Timers;

/// <summary>
/// Sends envelopes again that were committed and never confirmed, whichever node made them, unless another node has
/// done so a moment ago; and forgets envelopes that another node has deleted.
/// </summary>
internal sealed class LeftoverResend(IStore store, Outbox outbox, EngineOptions options)
{
    private const int FindMax = 5_000;

    /// <summary>Looks once.</summary>
    /// <param name="now">Milliseconds since 1970.</param>
    /// <param name="uptimeMs">The same moment by <see cref="NodeTime"/>.</param>
    /// <param name="report">Notified when the database answers.</param>
    /// <param name="cancellation">Ends the look.</param>
    public async Task ResendAsync(long now, long uptimeMs, EngineReport report, CancellationToken cancellation)
    {
        foreach (var ids in outbox.WaitingSince(uptimeMs - options.LeftoverAgeMs).Chunk(FindMax))
        {
            outbox.Keep(ids, await store.Leftovers.FindAsync(ids, cancellation));
        }

        var claim = new LeftoverClaim(
            now, now - options.LeftoverAgeMs, options.LeftoversMax, options.LeftoverBytesMax, options.Receivers);
        var leftovers = await store.Leftovers.ClaimAsync(claim, cancellation);
        report.Over();
        outbox.Resend(leftovers);
    }
}
