namespace Cartwright.Http.Tests.Local;

/// <summary>The system's clock plus an offset: time passes without a wait.</summary>
internal sealed class ShiftedClock : TimeProvider
{
    private long _ticks;

    public void Advance(TimeSpan time) => Interlocked.Add(ref _ticks, time.Ticks);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Volatile.Read(ref _ticks));

    public override long GetTimestamp() =>
        System.GetTimestamp() + (Volatile.Read(ref _ticks) * TimestampFrequency / TimeSpan.TicksPerSecond);
}
