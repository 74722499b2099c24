using System.Text.Json;

namespace Cartwright.Kafka;

/// <summary>
/// Whether a consumer is a member of its group, as it says itself every few seconds. One that does not find its way
/// back is given up: after a broker had stood still, consumers were seen that waited for ever without a connection,
/// and without a word. While no broker is there, the next consumer waits as well as this one.
/// </summary>
internal sealed class Membership(TimeProvider clock)
{
    /// <summary>How often a consumer tells how it stands, in milliseconds.</summary>
    public const int TellEveryMs = 5_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private long _since = clock.GetTimestamp();

    /// <summary>Takes what the client tells of itself, the statistics of librdkafka.</summary>
    /// <returns>Whether it has been without its group for too long.</returns>
    public bool IsLost(string statistics)
    {
        using var document = JsonDocument.Parse(statistics);
        if (!document.RootElement.TryGetProperty("cgrp", out var group)
            || (Is(group, "state", "up") && Is(group, "join_state", "steady")))
        {
            _since = clock.GetTimestamp();
        }

        return clock.GetElapsedTime(_since) > Patience;
    }

    private static bool Is(JsonElement group, string name, string value) =>
        group.TryGetProperty(name, out var member) && member.ValueEquals(value);
}
