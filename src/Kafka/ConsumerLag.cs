using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.Json;

namespace Cartwright.Kafka;

/// <summary>
/// How far a consumer is behind, as it says itself every few seconds. What it says is only looked into while somebody
/// wants to know.
/// </summary>
internal sealed class ConsumerLag(string topic, Func<bool> isWatched)
{
    private volatile IReadOnlyList<Measurement<long>> _latest = [];

    /// <summary>For each partition that is read here, how many records are not yet done; as it was told last.</summary>
    public IReadOnlyList<Measurement<long>> Latest => _latest;

    /// <summary>Takes what the client tells of itself, the statistics of librdkafka.</summary>
    public void Take(string statistics)
    {
        if (!isWatched())
        {
            return;
        }

        using var document = JsonDocument.Parse(statistics);
        _latest = document.RootElement.TryGetProperty("topics", out var topics)
            && topics.TryGetProperty(topic, out var ours)
            && ours.TryGetProperty("partitions", out var partitions)
                ? [.. partitions.EnumerateObject().Select(Of).OfType<Measurement<long>>()]
                : [];
    }

    /// <summary>Nothing is read here any more.</summary>
    public void Clear() => _latest = [];

    // The client knows more partitions than it reads, and tells -1 where it has not learnt the offsets yet.
    private Measurement<long>? Of(JsonProperty partition) =>
        partition.Value.TryGetProperty("fetch_state", out var state) && state.ValueEquals("active")
        && partition.Value.TryGetProperty("consumer_lag_stored", out var lag) && lag.TryGetInt64(out var records)
        && records >= 0
            ? new Measurement<long>(
                records,
                new("messaging.destination.name", topic),
                new("messaging.destination.partition.id", int.Parse(partition.Name, CultureInfo.InvariantCulture)))
            : null;
}
