using System.Text.Json;

namespace Cartwright.Kafka;

/// <summary>
/// Whether a consumer does its work, as it says itself every few seconds. One that does not find its way back is given
/// up. Two ways to be lost were seen, both for ever and without a word: after a broker had stood still, consumers
/// waited without a connection; and where the group had moved to another broker just when a member asked for its
/// offsets, the partitions were its own and were never fetched. While no broker is there, the next consumer waits as
/// well as this one.
/// </summary>
/// <param name="topic">What it reads.</param>
/// <param name="clock">For how long it has not.</param>
internal sealed class Membership(string topic, TimeProvider clock)
{
    /// <summary>How often a consumer tells how it stands, in milliseconds.</summary>
    public const int TellEveryMs = 5_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private long _since = clock.GetTimestamp();

    /// <summary>Takes what the client tells of itself, the statistics of librdkafka.</summary>
    /// <param name="statistics">A JSON document.</param>
    /// <param name="owned">The partitions that are the consumer's.</param>
    /// <returns>Whether it has been without its group, or has left a partition unread, for too long.</returns>
    public bool IsLost(string statistics, IReadOnlyCollection<int> owned)
    {
        using var document = JsonDocument.Parse(statistics);
        var client = document.RootElement;
        if (!client.TryGetProperty("cgrp", out var group)
            || (Is(group, "state", "up") && Is(group, "join_state", "steady") && FetchesAll(client, owned)))
        {
            _since = clock.GetTimestamp();
        }

        return clock.GetElapsedTime(_since) > Patience;
    }

    // A paused partition is active too.
    private bool FetchesAll(JsonElement client, IReadOnlyCollection<int> owned) =>
        owned.Count == 0
        || (client.TryGetProperty("topics", out var topics)
            && topics.TryGetProperty(topic, out var found)
            && found.TryGetProperty("partitions", out var partitions)
            && owned.All(number => partitions.TryGetProperty($"{number}", out var partition)
                && Is(partition, "fetch_state", "active")));

    private static bool Is(JsonElement element, string name, string value) =>
        element.TryGetProperty(name, out var member) && member.ValueEquals(value);
}
