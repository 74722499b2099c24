using Cartwright.Engine.Options;

namespace Cartwright.Engine.Batches;

/// <summary>
/// The time between two batches of one lane. A batch costs its round trips, its commit and its requests to the log
/// whether there is one message in it or a hundred. So a lane which takes every few of them at once keeps the machine
/// as busy as one that does ten times the work. It rests as long as the batch took, which is short where the machine
/// has time; never long, and not at all after a handful of messages: then the load is low.
/// </summary>
internal sealed class BatchPause(EngineOptions options, TimeProvider clock)
{
    private const int Handful = 4;

    private long _beganAt;
    private TimeSpan _length;

    /// <summary>Begins after a batch of so many messages and commands that took so long.</summary>
    public void Begin(int works, TimeSpan took)
    {
        // Where all services decide in one batch, nothing comes back that could go with the next one.
        var isDue = works >= Handful && !options.DecidesLocally;
        _beganAt = clock.GetTimestamp();
        _length = TimeSpan.FromMilliseconds(isDue ? Math.Min(took.TotalMilliseconds, options.RestMaxMs) : 0);
    }

    /// <summary>Waits for its end.</summary>
    public Task EndAsync(CancellationToken cancellation)
    {
        var left = _length - clock.GetElapsedTime(_beganAt);
        return left.TotalMilliseconds < 1 ? Task.CompletedTask : Task.Delay(left, clock, cancellation);
    }
}
