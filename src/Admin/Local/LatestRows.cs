using Cartwright.Shop;

namespace Cartwright.Admin.Local;

/// <summary>
/// The rows of a service as they were read last. They are read again when somebody looks and they are old, and at most
/// one reading is on its way, so that the database has a bounded part of the work.
/// </summary>
/// <param name="readAsync">Reads them.</param>
/// <param name="clock">The time.</param>
internal sealed class LatestRows(Func<CancellationToken, Task<ServiceRows>> readAsync, TimeProvider clock)
{
    /// <summary>The shortest time between two readings.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private Task? _reading;
    private long _startedAt;

    /// <summary>The last ones; null where the database has not answered.</summary>
    public ServiceRows? Last { get; private set; }

    /// <summary>Whether the database has answered; null before the first reading has ended.</summary>
    public bool? HasAnswered { get; private set; }

    /// <summary>Begins a reading where the last one is old; it is not waited for.</summary>
    public LatestRows Refreshed()
    {
        lock (_lock)
        {
            if (_reading is null || (_reading.IsCompleted && clock.GetElapsedTime(_startedAt) >= Pause))
            {
                (_reading, _startedAt) = (ReadAsync(), clock.GetTimestamp());
            }
        }

        return this;
    }

    private async Task ReadAsync()
    {
        using var bound = new CancellationTokenSource(Readiness.DatabasePatience, clock);
        (ServiceRows? rows, var hasAnswered) = (null, false);
        try
        {
            (rows, hasAnswered) = (await readAsync(bound.Token), true);
        }
        catch (Exception failure) when (failure is AdminFault or OperationCanceledException)
        {
            // No log line: the gauge of the database shows it at each scrape.
            hasAnswered = false;
        }
        finally
        {
            (Last, HasAnswered) = (rows, hasAnswered);
        }
    }
}
