namespace Cartwright.Conformance;

/// <summary>Looks again and again, with a bound, whether a level is reached.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Comes back once it is so, and fails with what was awaited when it never is.</summary>
    public static async Task IsAsync(string what, TimeSpan patience, Func<Task<bool>> isSo)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await isSo())
        {
            if (TimeProvider.System.GetElapsedTime(started) > patience)
            {
                throw new TimeoutException($"Not within {patience.TotalSeconds} seconds: {what}");
            }

            await Task.Delay(Pause, TestContext.Current.CancellationToken);
        }
    }
}
