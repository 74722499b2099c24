namespace Cartwright.Kafka;

/// <summary>The codes of the faults that the brokers cause; each has a page in docs/errors.</summary>
internal static class KafkaFaultCodes
{
    /// <summary>The brokers turn this node away.</summary>
    public const string Refused = "kafka-refused";

    /// <summary>A topic is other than it must be.</summary>
    public const string WrongTopic = "wrong-topic";
}
