using System.Text.Json;

namespace Cartwright.Kafka;

/// <summary>The statistics of librdkafka for a consumer of one topic, sent every few seconds.</summary>
internal sealed class ConsumerStatistics : IDisposable
{
    private readonly JsonDocument _told;
    private readonly string _topic;

    /// <param name="told">A JSON document.</param>
    /// <param name="topic">The topic that it reads.</param>
    public ConsumerStatistics(string told, string topic) => (_told, _topic) = (JsonDocument.Parse(told), topic);

    /// <summary>Whether it is a member of its group, as far as the statistics have a group.</summary>
    public bool IsMember =>
        !_told.RootElement.TryGetProperty("cgrp", out var group)
        || (Is(group, "state", "up") && Is(group, "join_state", "steady"));

    /// <summary>The partitions that it fetches, by their numbers in text; a paused one is among them.</summary>
    public IEnumerable<JsonProperty> Fetched =>
        _told.RootElement.TryGetProperty("topics", out var topics)
        && topics.TryGetProperty(_topic, out var topic)
        && topic.TryGetProperty("partitions", out var partitions)
            ? partitions.EnumerateObject().Where(partition => Is(partition.Value, "fetch_state", "active"))
            : [];

    public void Dispose() => _told.Dispose();

    private static bool Is(JsonElement element, string name, string value) =>
        element.TryGetProperty(name, out var member) && member.ValueEquals(value);
}
