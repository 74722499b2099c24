using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging;

namespace Cartwright.Kafka;

/// <summary>
/// Compares the places of a reader with the ends of its partitions, every few seconds, and replaces a consumer with a
/// partition that stands still. The ends come by another client than the consumer.
/// </summary>
/// <param name="topic">The inbox; its group has the same name.</param>
/// <param name="reader">The reader of it.</param>
/// <param name="options">How the brokers are reached.</param>
/// <param name="log">Where a replacement is logged.</param>
internal sealed class StandstillWatch(
    string topic, InboxReader reader, KafkaOptions options, ILogger log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly GroupOffsets _committed = new(options.Brokers, options.Security, Patience);
    private readonly Standstill _standstill = new(TimeProvider.System, options.StandstillPatience);

    /// <summary>Looks once. A look that the brokers do not answer finds nothing.</summary>
    public async Task LookAsync(IAdminClient admin, CancellationToken cancellation)
    {
        var places = reader.Places.ToDictionary();
        var read = places.Where(pair => !pair.Value.IsHeld)
            .Select(pair => new TopicPartition(topic, pair.Key))
            .ToList();
        if (read.Count == 0)
        {
            return;
        }

        try
        {
            var ends = await AskAsync(admin, places, read, cancellation);
            if (_standstill.Judge(places, ends, reader.WasIdle()) is { } standing)
            {
                KafkaEvents.StoodStill(
                    log, topic, standing.Partition, standing.End, standing.Next, standing.Time.TotalSeconds);
                reader.Replace();
            }
        }
        catch (KafkaException failure)
        {
            KafkaEvents.Trouble(log, $"{failure.Error.Code}", failure.Error.Reason);
        }
    }

    // The first offsets and the committed ones are of use only where there are records not delivered. Usually there are
    // none, and a look is one request to each broker.
    private async Task<Dictionary<int, PartitionEnds>> AskAsync(
        IAdminClient admin,
        Dictionary<int, ReadPlace> places,
        List<TopicPartition> read,
        CancellationToken cancellation)
    {
        var offsets = new TopicOffsets(admin, Patience, cancellation);
        var end = await offsets.ListKnownAsync(read, OffsetSpec.Latest());
        var behind = read.FindAll(
            place => end.TryGetValue(place.Partition.Value, out var last)
                && last > places[place.Partition.Value].Next);
        if (behind.Count == 0)
        {
            return [];
        }

        var first = await offsets.ListKnownAsync(behind, OffsetSpec.Earliest());
        var begun = behind.FindAll(place => places[place.Partition.Value].Next == 0);
        var done = begun.Count == 0 ? [] : await _committed.ListAsync(topic, begun, cancellation);
        return first.ToDictionary(
            pair => pair.Key,
            pair => new PartitionEnds(
                pair.Value,
                end[pair.Key],
                done.TryGetValue(pair.Key, out var offset) ? offset : null));
    }
}
