using System.Diagnostics;

namespace Cartwright.Faults;

/// <summary>Looks again and again whether a level is reached: the only place that waits for time.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>How long to wait for what happens at once on a machine with nothing else to do.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The first thing that a look finds; fails when the patience ends before.</summary>
    public static async Task<T> FindAsync<T>(string what, TimeSpan patience, Func<Task<T?>> look)
        where T : class
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            if (await look() is { } found)
            {
                return found;
            }

            Assert.True(watch.Elapsed < patience, $"Not within {patience.TotalSeconds} s: {what}");
            await Task.Delay(Pause);
        }
    }

    /// <summary>Waits until a level is reached; fails when the patience ends before.</summary>
    public static Task TrueAsync(string what, TimeSpan patience, Func<Task<bool>> look) =>
        FindAsync(what, patience, async () => await look() ? what : null);

    /// <summary>Waits until a level is reached that can be seen at once.</summary>
    public static Task ReachAsync(Func<bool> look, string what, TimeSpan? patience = null) =>
        TrueAsync(what, patience ?? Patience, () => Task.FromResult(look()));

    /// <summary>Hands out numbers, one a pause, to whoever does something slowly on purpose.</summary>
    public static async IAsyncEnumerable<int> SlowlyAsync(TimeSpan pause, int count)
    {
        for (var i = 0; i < count; i++)
        {
            yield return i;
            await Task.Delay(pause);
        }
    }
}
