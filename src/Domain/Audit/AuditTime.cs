using Cartwright.Kernel;

namespace Cartwright.Domain.Audit;

/// <summary>When an audit looks, and how long something may be unfinished by then.</summary>
/// <param name="Now">The moment, in milliseconds since 1970.</param>
/// <param name="UnfinishedMaxMs">An order past its deadline, or a hold since it began.</param>
public readonly record struct AuditTime(long Now, long UnfinishedMaxMs)
{
    // Twice the longest pause between two looks; clocks may differ by half of it.
    private const long AheadMaxMs = 2 * Backoff.LongestMs;

    /// <summary>Whether something that has been unfinished since then should have ended.</summary>
    public bool IsTooLong(long since) => since < Now - UnfinishedMaxMs;

    /// <summary>Whether a time lies further ahead than any look or any event can.</summary>
    public bool IsAhead(long time) => time > Now + AheadMaxMs;

    /// <summary>Whether a time lies further ahead than any deadline of a checkout.</summary>
    public bool IsFarAhead(long time) => time > Now + (24 * 3_600_000L) + AheadMaxMs;

    /// <summary>A time as people read it; one that no calendar has, in milliseconds.</summary>
    public static string FormatUtc(long time) => TimeText.FormatUtc(time);
}
