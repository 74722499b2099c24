using Cartwright.Engine.Ports;

namespace Cartwright.Cli.Serve;

/// <summary>
/// Waits, up to a bound, for the parts that a node or a migration needs: databases, brokers and nodes are often started
/// at the same time.
/// </summary>
internal static class FirstContact
{
    /// <summary>
    /// How long, in seconds. Databases, brokers and nodes that are started together find each other within seconds; on
    /// a busy machine a broker takes up to a minute. A node that waits longer looks alive and is not: one that ends is
    /// started again, and counted, by its supervisor. Not a setting, because no other bound depends on it.
    /// </summary>
    public const int SecondsMax = 60;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(SecondsMax);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <exception cref="TransientFault">It did not come in time.</exception>
    public static async Task<T> OpenWhenReachableAsync<T>(
        Func<Task<T>> open, TimeProvider clock, CancellationToken cancellation)
    {
        var begin = clock.GetTimestamp();
        var hasSaid = false;
        while (true)
        {
            try
            {
                return await open();
            }
            catch (TransientFault fault)
            {
                if (clock.GetElapsedTime(begin) >= Patience)
                {
                    throw new TransientFault($"{fault.Message} It was waited for {SecondsMax} s.", fault);
                }

                if (!hasSaid)
                {
                    await Console.Error.WriteLineAsync($"Waiting up to {SecondsMax} s: {fault.Message}");
                    hasSaid = true;
                }
            }

            await Task.Delay(Pause, clock, cancellation);
        }
    }
}
