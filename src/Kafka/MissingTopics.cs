using Confluent.Kafka;

namespace Cartwright.Kafka;

/// <summary>The errors by which a client says that a topic is gone, or is another one of the same name.</summary>
internal static class MissingTopics
{
    public static bool Says(ErrorCode code) => code is ErrorCode.UnknownTopicOrPart or ErrorCode.UnknownTopicId
        or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition or ErrorCode.OffsetOutOfRange;
}
