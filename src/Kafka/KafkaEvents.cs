using Microsoft.Extensions.Logging;

namespace Cartwright.Kafka;

/// <summary>The log messages of the adapter.</summary>
internal static partial class KafkaEvents
{
    public const int TroubleId = 101;

    [LoggerMessage(TroubleId, LogLevel.Warning, "Kafka: {Reason} ({Code}).")]
    public static partial void Trouble(ILogger log, string code, string reason);

    [LoggerMessage(102, LogLevel.Warning, "The producer is made anew: {Reason}.")]
    public static partial void ProducerRebuilt(ILogger log, string reason);

    [LoggerMessage(103, LogLevel.Information, "Reads {Topic} partition {Partition} from now on.")]
    public static partial void Gained(ILogger log, string topic, int partition);

    [LoggerMessage(104, LogLevel.Information, "Reads {Topic} partition {Partition} no more.")]
    public static partial void Lost(ILogger log, string topic, int partition);

    [LoggerMessage(105, LogLevel.Warning, "The topics are new ones: the log has lost its records.")]
    public static partial void TopicsMade(ILogger log);

    [LoggerMessage(107, LogLevel.Warning, "Public events of before may be lost: {Topic} is told only what comes now.")]
    public static partial void EventsLost(ILogger log, string topic);

    [LoggerMessage(108, LogLevel.Warning, "Kafka topic {Topic} had {Setting}={Found}; it was set to {Wanted}.")]
    public static partial void Mended(ILogger log, string topic, string setting, string found, string wanted);

    [LoggerMessage(109, LogLevel.Warning, "Kafka topic {Topic} has {Found} partitions; it gets {Wanted}.")]
    public static partial void Grown(ILogger log, string topic, int found, int wanted);

    [LoggerMessage(106, LogLevel.Warning, "The consumer of {Topic} is made anew.")]
    public static partial void ConsumerRebuilt(ILogger log, string topic);

    [LoggerMessage(110, LogLevel.Warning, "The client that looks after the topics is replaced: {Reason}.")]
    public static partial void AdminRebuilt(ILogger log, string reason);
}
