using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Kafka;

/// <summary>How the log is reached, and its bounds.</summary>
public sealed record KafkaOptions
{
    /// <summary>The brokers: <c>host:port</c>, several with commas.</summary>
    public required string Brokers { get; init; }

    /// <summary>The services of the shop: each has an inbox.</summary>
    public required IReadOnlyList<Role> Services { get; init; }

    /// <summary>
    /// A name for this node that stays the same over a restart, so that its partitions wait for it; null for none.
    /// </summary>
    public string? NodeName { get; init; }

    /// <summary>How many partitions each inbox has. It is set when the topic is made. Default: 12.</summary>
    public int Partitions { get; init; } = 12;

    /// <summary>On how many brokers each record lies. Default: 1; 3 where a broker may be lost.</summary>
    public short Replication { get; init; } = 1;

    /// <summary>How many of them must have a record before it is confirmed. Default: 1; 2 of 3.</summary>
    public int InSyncMin { get; init; } = 1;

    /// <summary>The silence after which a node's partitions go to another, in milliseconds. Default: 10,000.</summary>
    public int SessionTimeoutMs { get; init; } = 10_000;

    /// <summary>Whether the group is led by the broker (KIP-848) instead of by a member. Default: no.</summary>
    public bool UsesConsumerProtocol { get; init; }

    /// <summary>The largest record, in bytes. Default: 1,000,000.</summary>
    public int RecordBytesMax { get; init; } = 1_000_000;

    /// <summary>How much may wait in the client for the brokers, in kilobytes. Default: 64 MiB.</summary>
    public int SendBufferKb { get; init; } = 64 * 1024;

    /// <summary>How long records are kept, in milliseconds. Default: 7 days.</summary>
    public long RetentionMs { get; init; } = 7L * 24 * 3600 * 1000;

    /// <summary>
    /// Whether there is a topic of public events. Without one, events that are still in the outbox are dropped.
    /// Default: yes.
    /// </summary>
    public bool PublishesEvents { get; init; } = true;

    /// <summary>How many partitions the topic of public events has. Default: 3.</summary>
    public int EventsPartitions { get; init; } = 3;

    /// <summary>How long public events are kept, in milliseconds. Default: 7 days.</summary>
    public long EventsRetentionMs { get; init; } = 7L * 24 * 3600 * 1000;

    /// <summary>How long public events wait for others to leave with, in milliseconds. Default: 30.</summary>
    public int EventsLingerMs { get; init; } = 30;

    /// <summary>
    /// The common beginning of the topics' and groups' names: shops that share brokers have different ones. Default:
    /// <c>cartwright</c>.
    /// </summary>
    public string Prefix { get; init; } = "cartwright";

    /// <summary>
    /// The shop of the node's databases; null where they have no shop yet and take the log's. Default: null.
    /// </summary>
    public ShopId? Shop { get; init; }
}
