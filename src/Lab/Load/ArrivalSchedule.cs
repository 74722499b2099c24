using System.Diagnostics;

namespace Cartwright.Lab.Load;

/// <summary>The intended times of an open loop's requests, in ticks of the stopwatch.</summary>
internal sealed class ArrivalSchedule(long startTicks, double ratePerSecond, bool poisson, Random random)
{
    private readonly double _gapTicks = Stopwatch.Frequency / ratePerSecond;
    private double _elapsedTicks;

    public long NextArrival()
    {
        // 1 - x, because x may be 0 and has no logarithm then.
        _elapsedTicks += poisson ? -Math.Log(1 - random.NextDouble()) * _gapTicks : _gapTicks;
        return startTicks + (long)_elapsedTicks;
    }
}
