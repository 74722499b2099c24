using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Cartwright.Kafka;

/// <summary>The offsets of partitions, by number, as the brokers know them.</summary>
/// <param name="admin">The client that asks.</param>
/// <param name="patience">How long an answer may take.</param>
/// <param name="cancellation">Ends the wait for each answer.</param>
internal sealed class TopicOffsets(IAdminClient admin, TimeSpan patience, CancellationToken cancellation)
{
    /// <summary>The first or the next offset of each partition.</summary>
    /// <exception cref="KafkaException">The brokers do not answer for one of them.</exception>
    public async Task<Dictionary<int, long>> ListAsync(List<TopicPartition> partitions, OffsetSpec offset)
    {
        var found = await AskAsync(partitions, offset);
        return found.Find(place => place.Error.IsError) is { } failed
            ? throw new KafkaException(failed.Error)
            : found.ToDictionary(place => place.Partition.Value, place => place.Offset.Value);
    }

    /// <summary>The same of those partitions for which the brokers answer.</summary>
    public async Task<Dictionary<int, long>> ListKnownAsync(List<TopicPartition> partitions, OffsetSpec offset)
    {
        var found = await AskAsync(partitions, offset);
        return found.Where(place => !place.Error.IsError)
            .ToDictionary(place => place.Partition.Value, place => place.Offset.Value);
    }

    private async Task<List<TopicPartitionOffsetError>> AskAsync(List<TopicPartition> partitions, OffsetSpec offset)
    {
        try
        {
            var found = await admin
                .ListOffsetsAsync(
                    partitions.Select(
                        place => new TopicPartitionOffsetSpec { TopicPartition = place, OffsetSpec = offset }),
                    new ListOffsetsOptions { RequestTimeout = patience })
                .BoundAsync(cancellation);
            return found.ResultInfos.ConvertAll(info => info.TopicPartitionOffsetError);
        }
        catch (ListOffsetsException partly)
        {
            return partly.Result.ResultInfos.ConvertAll(info => info.TopicPartitionOffsetError);
        }
    }
}
