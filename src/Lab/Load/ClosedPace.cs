using System.Diagnostics;

namespace Cartwright.Lab.Load;

/// <summary>A closed loop: a client that has its answer sends the next request at once.</summary>
internal sealed class ClosedPace(long endTicks, CancellationToken stop) : IPace
{
    public ValueTask<long> NextAsync()
    {
        var now = Stopwatch.GetTimestamp();
        return ValueTask.FromResult(now < endTicks && !stop.IsCancellationRequested ? now : IPace.Over);
    }
}
