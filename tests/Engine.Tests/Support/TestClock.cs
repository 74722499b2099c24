using Microsoft.Extensions.Time.Testing;

namespace Cartwright.Engine.Tests.Support;

/// <summary>
/// The clock of one machine: timers and durations only advance, while the wall clock beside them can be set. It begins
/// at 2026-01-01.
/// </summary>
internal sealed class TestClock() : FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))
{
    private TimeSpan _error;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _error;

    // The base reads its own wall clock for this.
    public override long GetTimestamp() => base.GetUtcNow().Ticks;

    /// <summary>Sets the wall clock forward, or back by a negative span. No timer is affected.</summary>
    public void Step(TimeSpan by) => _error += by;
}
