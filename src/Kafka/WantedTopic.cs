using Confluent.Kafka.Admin;

namespace Cartwright.Kafka;

/// <summary>A topic as it is made, and as it has to be.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Partitions">How many partitions it has at least.</param>
/// <param name="Replication">On how many brokers each of its records lies at least.</param>
/// <param name="Settings">Its settings.</param>
internal sealed record WantedTopic(
    string Name, int Partitions, short Replication, IReadOnlyList<TopicSetting> Settings)
{
    /// <summary>How it is made where it is missing.</summary>
    public TopicSpecification Specification => new()
    {
        Name = Name,
        NumPartitions = Partitions,
        ReplicationFactor = Replication,
        Configs = Settings.ToDictionary(setting => setting.Name, setting => setting.Wanted),
    };

    /// <summary>The settings of the topic that do not suffice, with the values found.</summary>
    public IReadOnlyList<(TopicSetting Setting, string Found)> Lacking(DescribeConfigsResult? found) =>
    [
        .. Settings
            .Select(setting => (Setting: setting, Found: ValueOf(found, setting.Name)))
            .Where(pair => !pair.Setting.IsEnough(pair.Found)),
    ];

    private static string ValueOf(DescribeConfigsResult? found, string name) =>
        found is not null && found.Entries.TryGetValue(name, out var entry) ? entry.Value : "nothing";
}
