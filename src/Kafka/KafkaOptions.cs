using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Confluent.Kafka;

namespace Cartwright.Kafka;

/// <summary>
/// How the log is reached, and its bounds. A bound that is a setting has no default here.
/// </summary>
public sealed record KafkaOptions
{
    /// <summary>The brokers: <c>host:port</c>, several with commas.</summary>
    public required string Brokers { get; init; }

    /// <summary>How the connections are protected.</summary>
    public required KafkaSecurity Security { get; init; }

    /// <summary>The services with an inbox that this node makes, checks or uses.</summary>
    public required IReadOnlyList<Role> Services { get; init; }

    /// <summary>Whether this node makes missing topics and mends the others; otherwise it only checks.</summary>
    public required bool MakesTopics { get; init; }

    /// <summary>The services with inboxes that this node reads: its rights are checked at the start.</summary>
    public required IReadOnlyList<Role> Reads { get; init; }

    /// <summary>The services with inboxes to which this node writes: the same.</summary>
    public required IReadOnlyList<Role> Writes { get; init; }

    /// <summary>Whether this node writes public events: the same.</summary>
    public required bool WritesEvents { get; init; }

    /// <summary>
    /// A name for this node that stays the same over a restart, so that its partitions wait for it; null for none.
    /// </summary>
    public string? NodeName { get; init; }

    /// <summary>How many partitions each inbox has. It is set when the topic is made. Default: 12.</summary>
    public int Partitions { get; init; } = 12;

    /// <summary>On how many brokers each record lies: 3 where a broker may be lost.</summary>
    public required short Replication { get; init; }

    /// <summary>How many of them must have a record before it is confirmed: 2 of 3.</summary>
    public required int InSyncMin { get; init; }

    /// <summary>The silence after which a node's partitions go to another, in milliseconds. Default: 10,000.</summary>
    public int SessionTimeoutMs { get; init; } = 10_000;

    /// <summary>Whether the group is led by the broker (KIP-848) instead of by a member.</summary>
    public required bool UsesConsumerProtocol { get; init; }

    /// <summary>The largest record, in bytes. Default: 1,000,000.</summary>
    public int RecordBytesMax { get; init; } = 1_000_000;

    /// <summary>How much may wait in the client for the brokers, in kilobytes. Default: 64 MiB.</summary>
    public int SendBufferKb { get; init; } = 64 * 1024;

    /// <summary>How long records are kept, in milliseconds.</summary>
    public required long RetentionMs { get; init; }

    /// <summary>
    /// Whether there is a topic of public events. Without one, events that are still in the outbox are dropped.
    /// </summary>
    public required bool PublishesEvents { get; init; }

    /// <summary>How many partitions the topic of public events has.</summary>
    public required int EventsPartitions { get; init; }

    /// <summary>How long public events are kept, in milliseconds.</summary>
    public required long EventsRetentionMs { get; init; }

    /// <summary>How long public events wait for others to leave with, in milliseconds. Default: 30.</summary>
    public int EventsLingerMs { get; init; } = 30;

    /// <summary>
    /// The common beginning of the topics' and groups' names: shops that share brokers have different ones.
    /// </summary>
    public required string Prefix { get; init; }

    /// <summary>
    /// The shop of the node's databases; null where they have no shop yet and take the log's. Default: null.
    /// </summary>
    public ShopId? Shop { get; init; }

    /// <summary>How envelopes are authenticated; null for not at all.</summary>
    public required KafkaSealing? Sealing { get; init; }

    /// <summary>
    /// How long a partition may deliver nothing, although it has records, until its consumer is replaced. Tests wait
    /// less. Default: 20 s.
    /// </summary>
    internal TimeSpan StandstillPatience { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Makes the consumer of an inbox. Tests disturb it here.</summary>
    internal Func<ConsumerBuilder<Ignore, byte[]>, IConsumer<Ignore, byte[]>> BuildConsumer { get; init; } =
        builder => builder.Build();
}
