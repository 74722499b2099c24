using Microsoft.Extensions.Time.Testing;

namespace Cartwright.Http.Tests.Clients;

/// <summary>Moves the clock of a client, which waits for nothing else.</summary>
internal static class ClientClock
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Advances the clock until the condition holds; returns the time that this took by the clock. On a busy machine
    /// the clock advances further before the client has noticed.
    /// </summary>
    public static async Task<TimeSpan> AdvanceUntilAsync(FakeTimeProvider clock, Func<bool> isSo)
    {
        var began = clock.GetTimestamp();
        await Eventually.IsAsync("the client goes on", () =>
        {
            if (!isSo())
            {
                clock.Advance(Step);
            }

            return Task.FromResult(isSo());
        });
        return clock.GetElapsedTime(began);
    }
}
