using Cartwright.Kernel;

namespace Cartwright.Kafka;

/// <summary>Operations that one resource of the brokers allows: an ACL for each of them.</summary>
/// <param name="Resource">The resource: <c>topic</c> or <c>group</c>.</param>
/// <param name="Name">Its name, or the beginning of the names.</param>
/// <param name="IsPrefix">Whether the name is the beginning of names.</param>
/// <param name="Operations">The operations, as Kafka's tools write them.</param>
public sealed record KafkaRight(string Resource, string Name, bool IsPrefix, IReadOnlyList<string> Operations)
{
    private const string Topic = "topic";
    private const string Group = "group";
    private const string Read = "Read";
    private const string Write = "Write";
    private const string Describe = "Describe";
    private const string DescribeConfigs = "DescribeConfigs";

    /// <summary>
    /// The rights of a service's nodes that make no topics. Reading and writing include the description of a topic.
    /// </summary>
    /// <param name="prefix">The common beginning of the topics' names.</param>
    /// <param name="service">The service.</param>
    /// <param name="writes">The services with inboxes to which it writes.</param>
    /// <param name="writesEvents">Whether it writes public events.</param>
    public static IReadOnlyList<KafkaRight> OfService(
        string prefix, Role service, IReadOnlyList<Role> writes, bool writesEvents)
    {
        var names = new TopicNames(prefix);
        return
        [
            OnTopic(names.InboxOf(service), Read, DescribeConfigs),
            new(Group, names.InboxOf(service), IsPrefix: false, [Read]),
            .. writes.Select(role => OnTopic(names.InboxOf(role), Write, DescribeConfigs)),
            .. writesEvents ? [OnTopic(names.Events, Write, DescribeConfigs)] : Array.Empty<KafkaRight>(),

            // The first node of a shop writes its identity there.
            OnTopic(names.Shop, Read, Write, DescribeConfigs),
        ];
    }

    /// <summary>The rights to make and change the topics.</summary>
    public static IReadOnlyList<KafkaRight> OfTopics(string prefix) =>
    [
        new(
            Topic, prefix + ".", IsPrefix: true, ["Create", Describe, "Alter", DescribeConfigs, "AlterConfigs", Read]),
        new(Group, prefix + ".", IsPrefix: true, [Read]),
    ];

    /// <summary>The rights of a consumer of public events; its group is its own.</summary>
    public static IReadOnlyList<KafkaRight> OfEvents(string prefix) =>
        [OnTopic(new TopicNames(prefix).Events, Read)];

    private static KafkaRight OnTopic(string name, params string[] operations) =>
        new(Topic, name, IsPrefix: false, operations);
}
