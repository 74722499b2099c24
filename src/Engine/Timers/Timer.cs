using Cartwright.Engine.Ports;
using Cartwright.Engine.Telemetry;

namespace Cartwright.Engine.Timers;

/// <summary>
/// Looks after something at regular times, for as long as the engine runs. A look that fails because of the database is
/// logged and repeated at its next time.
/// </summary>
/// <param name="pauseMs">The time between the end of one look and the next, in milliseconds.</param>
/// <param name="look">The look.</param>
/// <param name="clock">The time.</param>
/// <param name="report">Logs a failed look.</param>
internal sealed class Timer(int pauseMs, Func<CancellationToken, Task> look, TimeProvider clock, EngineReport report)
{
    /// <summary>Ends only by cancellation, or with a fault that no repetition mends.</summary>
    public async Task RunUntilStoppedAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(pauseMs), clock, cancellation);
            try
            {
                await look(cancellation);
            }
            catch (Exception fault) when (fault is TransientFault or RowFault)
            {
                report.SweepFailed(fault);
            }
        }
    }
}
