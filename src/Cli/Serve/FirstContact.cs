using System.Diagnostics;
using Cartwright.Engine.Ports;

namespace Cartwright.Cli.Serve;

/// <summary>
/// Waits, up to a bound, for what a node needs: databases, brokers and nodes are often started at the same time.
/// </summary>
internal static class FirstContact
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <exception cref="TransientFault">It did not come in time.</exception>
    public static async Task<T> WaitAsync<T>(Func<Task<T>> open, CancellationToken cancellation)
    {
        var waiting = Stopwatch.StartNew();
        var hasSaid = false;
        while (true)
        {
            try
            {
                return await open();
            }
            catch (TransientFault fault) when (waiting.Elapsed < Patience)
            {
                if (!hasSaid)
                {
                    await Console.Error.WriteLineAsync($"Waiting: {fault.Message}");
                    hasSaid = true;
                }
            }

            await Task.Delay(Pause, cancellation);
        }
    }
}
