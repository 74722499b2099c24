using System.Diagnostics;

namespace Cartwright.ClusterFaults;

/// <summary>Polls until a level is reached. This is the only class that waits for time.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>The patience for a change that takes a few seconds on an idle machine.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>Returns the first result that a poll finds; fails when the patience ends before.</summary>
    public static async Task<T> FindAsync<T>(string what, Func<Task<T?>> look, TimeSpan? patience = null)
        where T : class
    {
        var most = patience ?? Patience;
        var watch = Stopwatch.StartNew();
        while (true)
        {
            if (await look() is { } found)
            {
                return found;
            }

            Assert.True(watch.Elapsed < most, $"Not within {most.TotalSeconds} s: {what}");
            await PauseAsync();
        }
    }

    /// <summary>Waits until a level is reached; fails when the patience ends before.</summary>
    public static Task TrueAsync(string what, Func<Task<bool>> look, TimeSpan? patience = null) =>
        FindAsync(what, async () => await look() ? what : null, patience);

    /// <summary>Waits until nothing is left of a list; fails with what is left.</summary>
    public static async Task NoneAsync(string what, Func<Task<IReadOnlyList<string>>> look)
    {
        var watch = Stopwatch.StartNew();
        while (await look() is { Count: > 0 } left)
        {
            Assert.True(
                watch.Elapsed < Patience,
                $"Not within {Patience.TotalSeconds} s: {what}\n{string.Join('\n', left)}");
            await PauseAsync();
        }
    }

    /// <summary>Waits until a level is reached that can be checked at once.</summary>
    public static Task TrueAsync(string what, Func<bool> look, TimeSpan? patience = null) =>
        TrueAsync(what, () => Task.FromResult(look()), patience);

    /// <summary>Fails if a value changes within a while.</summary>
    public static async Task StaysAsync(string what, TimeSpan time, Func<Task<bool>> look)
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < time)
        {
            Assert.True(await look(), $"It did not stay so: {what}");
            await PauseAsync();
        }
    }

    /// <summary>One pause between two tries.</summary>
    public static Task PauseAsync() => Task.Delay(Pause);
}
