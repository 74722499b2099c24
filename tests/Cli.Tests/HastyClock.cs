using Microsoft.Extensions.Time.Testing;

namespace Cartwright.Cli.Tests;

/// <summary>A clock on which each wait ends at once, and time has moved by its length.</summary>
internal sealed class HastyClock : FakeTimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        Advance(dueTime);
        return timer;
    }
}
