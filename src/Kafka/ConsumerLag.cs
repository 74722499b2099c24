using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.Json;

namespace Cartwright.Kafka;

/// <summary>
/// How far a consumer is behind, by its own statistics every few seconds. The statistics are only parsed while the
/// metric is collected.
/// </summary>
internal sealed class ConsumerLag(string topic, Func<bool> isWatched)
{
    private volatile IReadOnlyList<(int Partition, long Lag)> _latest = [];
    private volatile IReadOnlySet<int> _measured = new HashSet<int>();

    /// <summary>
    /// For each partition that is read here, the number of records not yet done, by the last statistics. A partition
    /// that was read here before has none: a series that ends would keep its last value in OpenTelemetry's library.
    /// </summary>
    public IEnumerable<Measurement<long>> Latest
    {
        get
        {
            var latest = ByPartition;
            return _measured.Select(partition => new Measurement<long>(
                latest.GetValueOrDefault(partition),
                new("messaging.destination.name", topic),
                new("messaging.destination.partition.id", partition.ToString(CultureInfo.InvariantCulture))));
        }
    }

    /// <summary>The lag of each partition that is read here.</summary>
    public IReadOnlyDictionary<int, long> ByPartition =>
        _latest.ToDictionary(known => known.Partition, known => known.Lag);

    /// <summary>Takes the consumer's statistics.</summary>
    public void Take(ConsumerStatistics statistics)
    {
        if (isWatched())
        {
            _latest = [.. statistics.Fetched.Select(Of).OfType<(int, long)>()];
            _measured = new HashSet<int>([.. _measured, .. _latest.Select(known => known.Partition)]);
        }
    }

    /// <summary>Nothing is read here any more.</summary>
    public void Clear() => _latest = [];

    // The client reports negative offsets where it has not learnt them. Its own count of the lag stays unknown in a
    // partition without a committed record.
    private static (int Partition, long Lag)? Of(JsonProperty partition)
    {
        var told = partition.Value;
        var end = Offset(told, "hi_offset");
        var done = Math.Max(
            Offset(told, "stored_offset"), Math.Max(Offset(told, "committed_offset"), Offset(told, "lo_offset")));
        return end >= 0 && done >= 0
            ? (int.Parse(partition.Name, CultureInfo.InvariantCulture), Math.Max(end - done, 0))
            : null;
    }

    private static long Offset(JsonElement partition, string name) =>
        partition.TryGetProperty(name, out var member) && member.TryGetInt64(out var offset) ? offset : -1;
}
