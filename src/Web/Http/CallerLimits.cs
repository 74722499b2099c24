namespace Cartwright.Web.Http;

/// <summary>The bounds of each caller, where credentials are asked for; 0 is no bound.</summary>
public sealed record CallerLimits
{
    /// <summary>No bounds.</summary>
    public static CallerLimits None { get; } = new() { WritesPerSecondMax = 0, WritesUnderWayMax = 0, StreamsMax = 0 };

    /// <summary>The most writes a second, a write being every call but a read. Default: 1,000.</summary>
    public int WritesPerSecondMax { get; init; } = 1_000;

    /// <summary>The most writes at once, those that wait for an outcome included. Default: 256.</summary>
    public int WritesUnderWayMax { get; init; } = 256;

    /// <summary>The most event streams that are open at once. Default: 20.</summary>
    public int StreamsMax { get; init; } = 20;
}
