using Confluent.Kafka;

namespace Cartwright.Kafka;

/// <summary>The errors of a client for a topic that is gone, or is another one of the same name.</summary>
internal static class MissingTopics
{
    public static bool Says(ErrorCode code) => code is ErrorCode.UnknownTopicOrPart or ErrorCode.UnknownTopicId
        or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition or ErrorCode.OffsetOutOfRange;
}
