using System.Threading.RateLimiting;

namespace Cartwright.Web.Access;

/// <summary>
/// How many refused calls are recorded. A caller without rights can send any number of them, and its lines must neither
/// fill the disk nor hide those about others.
/// </summary>
internal sealed class RefusalBudget : IDisposable
{
    /// <summary>The most lines at once about one caller, or one address; then one a second.</summary>
    public const int LinesOfCallerMax = 5;

    /// <summary>The most lines a second about all of them.</summary>
    public const int LinesPerSecondMax = 50;

    private readonly BucketLimiter _callers = BucketLimiter.OfRate(perSecond: 1, LinesOfCallerMax);

    private readonly TokenBucketRateLimiter _all = new(new TokenBucketRateLimiterOptions
    {
        TokenLimit = LinesPerSecondMax,
        TokensPerPeriod = LinesPerSecondMax,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
    });

    private int _omitted;

    /// <summary>Whether one more refused call may be recorded.</summary>
    /// <param name="bucket">That of its caller.</param>
    /// <param name="omitted">How many were left out since the last record.</param>
    public bool TryTake(CallerBucket bucket, out int omitted)
    {
        using var own = _callers.Acquire(bucket);
        using var shared = own.IsAcquired ? _all.AttemptAcquire() : null;
        if (shared is not { IsAcquired: true })
        {
            Interlocked.Increment(ref _omitted);
            omitted = 0;
            return false;
        }

        omitted = Interlocked.Exchange(ref _omitted, 0);
        return true;
    }

    public void Dispose()
    {
        _callers.Dispose();
        _all.Dispose();
    }
}
