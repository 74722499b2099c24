namespace Cartwright.Cli.Serve;

/// <summary>What `serve` was asked for about events: those of the public topic, and the streams of HTTP.</summary>
internal sealed record EventSettings
{
    /// <summary>Whether there is a public topic of order events.</summary>
    public bool ArePublic { get; init; } = true;

    /// <summary>How many partitions the topic has.</summary>
    public int Partitions { get; init; } = 3;

    /// <summary>How many days the topic's events are kept.</summary>
    public int Days { get; init; } = 7;

    /// <summary>The most open event streams of this node.</summary>
    public int StreamsMax { get; init; } = 1_000;

    /// <summary>How long one stream may be open, in seconds.</summary>
    public int StreamSecondsMax { get; init; } = 900;

    /// <summary>How often a stream on which nothing happens says so, in seconds.</summary>
    public int HeartbeatSeconds { get; init; } = 10;
}
