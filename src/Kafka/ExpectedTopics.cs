using Cartwright.Engine.Ports;

namespace Cartwright.Kafka;

/// <summary>The faults of topics that a node expects, and may not make or mend.</summary>
internal static class ExpectedTopics
{
    private const string Remedy =
        "this node makes and changes no topic (--kafka-topics expect): run `cartwright topics`";

    public static FatalFault Missing(string topic) =>
        new(KafkaFaultCodes.WrongTopic, $"Kafka topic {topic} does not exist, and {Remedy}.");

    public static FatalFault TooSmall((WantedTopic Wanted, int Found) topic) => new(
        KafkaFaultCodes.WrongTopic,
        $"{topic.Wanted.Name} has {topic.Found} partitions, but {topic.Wanted.Partitions} are configured, and "
        + $"{Remedy}.");

    public static FatalFault WrongSetting(string topic, TopicSetting setting, string found) => new(
        KafkaFaultCodes.WrongTopic,
        $"{topic} has {setting.Name}={found}, but {setting.Bound}{setting.Wanted} is wanted, and {Remedy}.");
}
