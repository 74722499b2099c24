using Microsoft.Extensions.Logging;

namespace Cartwright.Kafka;

/// <summary>The log messages of the adapter.</summary>
internal static partial class KafkaEvents
{
    public const int TroubleId = 101;
    public const int MendedId = 108;
    public const int GrownId = 109;
    public const int CreatedId = 112;
    public const int DroppedId = 113;

    [LoggerMessage(TroubleId, LogLevel.Warning, "Kafka: {Reason} ({Code}).")]
    public static partial void Trouble(ILogger log, string code, string reason);

    [LoggerMessage(102, LogLevel.Warning, "The Kafka producer is replaced: {Reason}.")]
    public static partial void ProducerRebuilt(ILogger log, string reason);

    [LoggerMessage(103, LogLevel.Information, "This node now reads {Topic} partition {Partition}.")]
    public static partial void Gained(ILogger log, string topic, int partition);

    [LoggerMessage(104, LogLevel.Information, "This node no longer reads {Topic} partition {Partition}.")]
    public static partial void Lost(ILogger log, string topic, int partition);

    [LoggerMessage(105, LogLevel.Warning, "The Kafka topics were re-created: the log has lost its records.")]
    public static partial void TopicsMade(ILogger log);

    [LoggerMessage(
        107,
        LogLevel.Warning,
        "Kafka topic {Topic} was re-created; public events published before this moment may be lost.")]
    public static partial void EventsLost(ILogger log, string topic);

    [LoggerMessage(MendedId, LogLevel.Warning, "Kafka topic {Topic} had {Setting}={Found}; it was set to {Wanted}.")]
    public static partial void Mended(ILogger log, string topic, string setting, string found, string wanted);

    [LoggerMessage(GrownId, LogLevel.Warning, "Kafka topic {Topic} has {Found} partitions; it gets {Wanted}.")]
    public static partial void Grown(ILogger log, string topic, int found, int wanted);

    [LoggerMessage(
        CreatedId, LogLevel.Information, "Kafka topic {Topic} was created with {Partitions} partitions.")]
    public static partial void Created(ILogger log, string topic, int partitions);

    [LoggerMessage(
        DroppedId,
        LogLevel.Warning,
        "The record of {Topic}, partition {Partition}, offset {Offset}, was dropped: {Reason} ({Code}).")]
    public static partial void Dropped(
        ILogger log, string topic, int partition, long offset, string reason, string code);

    [LoggerMessage(114, LogLevel.Information, "The keys in {File} have changed, and were read again.")]
    public static partial void KeysRead(ILogger log, string file);

    [LoggerMessage(106, LogLevel.Warning, "The Kafka consumer of {Topic} is replaced.")]
    public static partial void ConsumerRebuilt(ILogger log, string topic);

    [LoggerMessage(110, LogLevel.Warning, "The Kafka client for the topics' administration is replaced: {Reason}.")]
    public static partial void AdminRebuilt(ILogger log, string reason);

    [LoggerMessage(
        111,
        LogLevel.Warning,
        "Partition {Partition} of Kafka topic {Topic} has records up to offset {End}, and the consumer has delivered "
        + "none after offset {Next} for {Seconds:F0} s; the consumer is replaced.")]
    public static partial void StoodStill(
        ILogger log, string topic, int partition, long end, long next, double seconds);
}
