using Cartwright.Kernel;
using Microsoft.Extensions.Logging;

namespace Cartwright.Cli.Serve;

/// <summary>What `serve` was asked for.</summary>
internal sealed record ServeOptions
{
    /// <summary>Where to listen.</summary>
    public required string Url { get; init; }

    /// <summary>Where the embedded database lies.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Whether checkouts wait for their outcome by default.</summary>
    public required bool RepliesFinal { get; init; }

    /// <summary>The services of this node; empty for the embedded shop or a gateway alone.</summary>
    public IReadOnlyList<Role> Roles { get; init; } = [];

    /// <summary>Whether this node is the gateway.</summary>
    public bool IsGateway { get; init; }

    /// <summary>The attribute of its telemetry: <c>gateway</c>, the names of its services, or <c>shop</c>.</summary>
    public string Kind =>
        IsGateway ? "gateway" : Roles.Count > 0 ? string.Join(',', Roles.Select(role => role.Name)) : "shop";

    /// <summary>The connection string of each of the node's services.</summary>
    public IReadOnlyDictionary<Role, string> Databases { get; init; } = new Dictionary<Role, string>();

    /// <summary>The brokers between the nodes.</summary>
    public string Brokers { get; init; } = string.Empty;

    /// <summary>With what the names of topics and groups begin.</summary>
    public string KafkaPrefix { get; init; } = "cartwright";

    /// <summary>On how many brokers each record lies.</summary>
    public int Replication { get; init; } = 1;

    /// <summary>How long the topics keep records, in hours.</summary>
    public int RetentionHours { get; init; } = 168;

    /// <summary>Whether the brokers share out the partitions instead of a node.</summary>
    public bool UsesBrokerGroups { get; init; }

    /// <summary>A name that stays the same over a restart; null for none.</summary>
    public string? NodeName { get; init; }

    /// <summary>The nodes behind the gateway.</summary>
    public IReadOnlyDictionary<Role, IReadOnlyList<string>> Nodes { get; init; } =
        new Dictionary<Role, IReadOnlyList<string>>();

    /// <summary>How many batches of a service run side by side.</summary>
    public int Lanes { get; init; } = 1;

    /// <summary>The public topic of events, and the streams of HTTP.</summary>
    public EventSettings Events { get; init; } = new();

    /// <summary>The most connections to each database beside the lanes.</summary>
    public int ReadersMax { get; init; } = 4;

    /// <summary>The most messages and commands in one batch.</summary>
    public int BatchMax { get; init; } = 512;

    /// <summary>How many messages wait for a lane before the log is paused.</summary>
    public int MessagesMax { get; init; } = 20_000;

    /// <summary>How many commands wait for a lane before they are refused.</summary>
    public int CommandsMax { get; init; } = 4_096;

    /// <summary>How many envelopes may wait for the log before commands are refused.</summary>
    public int OutboxMax { get; init; } = 20_000;

    /// <summary>How long a checkout has before it is called off, in milliseconds.</summary>
    public int CheckoutTimeoutMs { get; init; } = 30_000;

    /// <summary>How long a request waits for what does not answer before it is refused, in milliseconds.</summary>
    public int PatienceMs { get; init; } = 5_000;

    /// <summary>How many checkouts an order node has in flight at most.</summary>
    public int UnfinishedMax { get; init; } = 10_000;

    /// <summary>Whether to bring the databases up to date first.</summary>
    public bool Migrates { get; init; }

    /// <summary>From which level on the log is written.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>Whether the log is JSON, an object a line.</summary>
    public bool LogsJson { get; init; }

    /// <summary>Whether a database server may be lost, so that each must have a synchronous standby.</summary>
    public bool RequiresStandby { get; init; }
}
