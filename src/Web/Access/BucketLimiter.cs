using System.Threading.RateLimiting;

namespace Cartwright.Web.Access;

/// <summary>
/// A limiter of the framework for each bucket of callers: it is made when a caller comes, and removed when it has been
/// idle for ten seconds.
/// </summary>
internal sealed class BucketLimiter : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly PartitionedRateLimiter<CallerBucket> _limiters;

    private BucketLimiter(Func<CallerBucket, RateLimiter> create) =>
        _limiters = PartitionedRateLimiter.Create<CallerBucket, CallerBucket>(
            bucket => RateLimitPartition.Get(bucket, create));

    /// <summary>A bound of a rate. One timer fills all buckets, ten times a second.</summary>
    public static BucketLimiter OfRate(int perSecond, int atOnce) => new(
        _ => new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
        {
            TokenLimit = atOnce,
            TokensPerPeriod = perSecond,
            ReplenishmentPeriod = Second,
            AutoReplenishment = false,
        }));

    /// <summary>A bound of places that are taken at once.</summary>
    public static BucketLimiter OfPlaces(int max) =>
        new(_ => new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = max }));

    /// <summary>Takes one, or fails.</summary>
    public RateLimitLease Acquire(CallerBucket bucket)
    {
        try
        {
            return _limiters.AttemptAcquire(bucket);
        }
        catch (ObjectDisposedException)
        {
            // The limiter was found just before it was removed and closed for being idle. The next one is new.
            return _limiters.AttemptAcquire(bucket);
        }
    }

    public void Dispose() => _limiters.Dispose();
}
