namespace Cartwright.Admin.Local;

/// <summary>
/// A value that is read again after a while only: several viewers who ask every second cost as much as one.
/// </summary>
/// <param name="readAsync">Reads it.</param>
/// <param name="clock">The time.</param>
internal sealed class ShortMemory<T>(Func<CancellationToken, Task<T>> readAsync, TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private Task<T>? _value;
    private long _readAt;

    /// <summary>The value, at most as old as the lifetime. A reading that failed is made again.</summary>
    public async Task<T> ReadRecentAsync(CancellationToken cancellation)
    {
        Task<T> value;
        lock (_lock)
        {
            if (_value is null || _value.IsFaulted || _value.IsCanceled || clock.GetElapsedTime(_readAt) >= Lifetime)
            {
                // The reading belongs to all who wait for it, so that it has a bound of its own.
                (_value, _readAt) = (readAsync(CancellationToken.None), clock.GetTimestamp());
            }

            value = _value;
        }

        return await value.WaitAsync(cancellation);
    }
}
