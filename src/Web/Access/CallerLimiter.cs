using Cartwright.Web.Http;
using Microsoft.AspNetCore.Http;

namespace Cartwright.Web.Access;

/// <summary>Limits each caller, so that a caller that floods the shop leaves the others served.</summary>
internal sealed class CallerLimiter(CallerLimits limits) : IDisposable
{
    private readonly BucketLimiter? _rate =
        OrNone(limits.WritesPerSecondMax, max => BucketLimiter.OfRate(perSecond: max, atOnce: max));

    private readonly BucketLimiter? _underWay = OrNone(limits.WritesUnderWayMax, BucketLimiter.OfPlaces);
    private readonly BucketLimiter? _streams = OrNone(limits.StreamsMax, BucketLimiter.OfPlaces);

    /// <summary>Whether requests like this one are limited: writes and event streams, not reads.</summary>
    public static bool Counts(HttpRequest request) => IsWrite(request) || IsStream(request);

    /// <summary>Takes a place for a request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="caller">Its caller; null where it has no valid credentials, and counts for its address.</param>
    public CallerLease Take(HttpContext http, Caller? caller)
    {
        if (!Counts(http.Request))
        {
            return default;
        }

        var bucket = CallerBucket.Of(caller, http.Connection.RemoteIpAddress);
        if (!IsWrite(http.Request))
        {
            return Take(_streams, bucket, "The caller has as many event streams open as it may.");
        }

        // A place is given back where the other bound is reached, a token is spent: so the token comes last.
        var place = Take(_underWay, bucket, "Nothing was accepted: the caller has as many writes under way as it may.");
        if (place.Refusal is not null)
        {
            return place;
        }

        var token = Take(_rate, bucket, "Nothing was accepted: the caller sends more writes a second than it may.");
        if (token.Refusal is null)
        {
            return place;
        }

        place.Dispose();
        return token;
    }

    public void Dispose()
    {
        _rate?.Dispose();
        _underWay?.Dispose();
        _streams?.Dispose();
    }

    private static BucketLimiter? OrNone(int max, Func<int, BucketLimiter> create) => max == 0 ? null : create(max);

    private static CallerLease Take(BucketLimiter? limiter, CallerBucket bucket, string refusal) =>
        limiter?.Acquire(bucket) is not { } lease ? default
        : lease.IsAcquired ? new CallerLease(refusal: null, lease)
        : new CallerLease(refusal, held: null);

    private static bool IsWrite(HttpRequest request) =>
        !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method);

    private static bool IsStream(HttpRequest request) =>
        request.Path.StartsWithSegments(StreamSlots.Path, StringComparison.OrdinalIgnoreCase);
}
