using System.Diagnostics;

namespace Cartwright.Faults;

/// <summary>Polls until a level is reached. This is the only class that waits for time.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>The patience for a change that an idle machine makes at once.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Returns the first result that a poll finds; fails when the patience ends before.</summary>
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

    /// <summary>Waits until a level is reached that can be checked at once.</summary>
    public static Task ReachAsync(Func<bool> look, string what, TimeSpan? patience = null) =>
        TrueAsync(what, patience ?? Patience, () => Task.FromResult(look()));

    /// <summary>Hands out numbers, one in each pause, to slow a client down on purpose.</summary>
    public static async IAsyncEnumerable<int> SlowlyAsync(TimeSpan pause, int count)
    {
        for (var i = 0; i < count; i++)
        {
            yield return i;
            await Task.Delay(pause);
        }
    }
}
