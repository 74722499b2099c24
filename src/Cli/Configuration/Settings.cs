using System.Globalization;
using Cartwright.Kernel;
using Cartwright.Shop;
using Cartwright.Shop.Options;
using Cartwright.Web.Gateway;
using Cartwright.Web.Http;

namespace Cartwright.Cli.Configuration;

/// <summary>
/// Every setting of a node, an entry each; `ServeOptions` has its reading. Options, variables, keys of the
/// configuration file, `cartwright config` and the table in docs/operating/settings.md are made from this list. A
/// default that the options of the engine or of the server have stands there only; those of adapters have none.
/// </summary>
internal static class Settings
{
    public const string Gateway = "gateway";
    public const string Immediate = "immediate";
    public const string Final = "final";
    public const string ClassicGroups = "classic";
    public const string BrokerGroups = "consumer";
    public const string On = "on";
    public const string Off = "off";
    public const string Text = "text";
    public const string Json = "json";

    // A setting with a default in the options of a part has none here.
    private static readonly NodeOptions Node = new() { DecidesLocally = false };
    private static readonly ShopOptions Web = new() { Url = string.Empty };

    private static readonly string[] Services = [.. ShopServices.Roles.Select(role => role.Name)];

    public static Setting Url { get; } = new(
        "urls",
        SettingKind.Url,
        "http://127.0.0.1:8000",
        "Where to listen, in the clear or with [TLS](../security/tls.md) (`https://…`); port 0 takes a free one");

    public static Setting AdminUrl { get; } = new(
        "admin-urls",
        SettingKind.Url,
        string.Empty,
        "Where to serve [the admin address](../ADMIN.md); port 0 takes a free one. Without it there is none");

    public static Setting HealthUrl { get; } = new(
        "health-urls",
        SettingKind.ClearUrl,
        string.Empty,
        "Where to answer [probes](watching.md#health) in the clear, beside `urls` and with connections of its own; "
            + "port 0 takes a free one. Without it they are answered at `urls` only");

    public static Setting Insecure { get; } = new(
        "insecure",
        SettingKind.Switch,
        "false",
        "Serve without credentials or encryption where [other machines](#reachable-from-other-machines) can reach it; "
            + "a warning at each start names each place");

    public static Setting Data { get; } = new(
        "data", SettingKind.AnyText("DIR"), "data", "Embedded: where the data lies; made if it is missing");

    public static Setting Reply { get; } = new(
        "reply",
        SettingKind.OneOf(Immediate, Final),
        Immediate,
        "The answer to a checkout where the request has no preference: at once, or with its outcome");

    public static Setting Roles { get; } = new(
        "roles",
        SettingKind.SomeOf("ROLE,…", [Gateway, .. Services]),
        string.Empty,
        $"Be one node of many: `{Gateway}`, or some of {string.Join(", ", Services.Select(name => $"`{name}`"))}; "
            + "without it, the embedded shop");

    public static Setting NodeName { get; } = new(
        "node-name",
        SettingKind.AnyText("NAME"),
        string.Empty,
        "Stays the same over a restart, so that the node's partitions wait ten seconds for it; no two nodes of a role "
            + "may share one");

    /// <summary>The database of each service.</summary>
    public static IReadOnlyDictionary<Role, Setting> Databases { get; } = OfEach(service => new Setting(
        $"postgres-{service}", Connections, string.Empty, $"The {service} service's database, as Npgsql "
            + "writes it; with a password in it not as an option")
    {
        Mask = Secrets.MaskConnection,
        HoldsSecret = Secrets.HasPassword,
    });

    /// <summary>The password of each database, where it does not stand in the connection string.</summary>
    public static IReadOnlyDictionary<Role, Setting> Passwords { get; } = OfEach(service => new Setting(
        $"postgres-{service}-password",
        SettingKind.AnyText("TEXT"),
        string.Empty,
        $"The password to it, where `postgres-{service}` has none; not as an option")
    {
        Mask = Secrets.MaskAll,
        HoldsSecret = _ => true,
    });

    public static Setting Readers { get; } = new(
        "postgres-readers-max",
        SettingKind.WholeNumber(1, 64),
        "4",
        "The most connections to each database beside the lanes");

    public static Setting Migrate { get; } = new(
        "migrate", SettingKind.Switch, "false", "Bring this node's databases up to date first; several take turns");

    public static Setting Standby { get; } = new(
        "require-synchronous-standby",
        SettingKind.Switch,
        "false",
        "Reject a database server without a synchronous standby: set it wherever a server may be lost");

    public static Setting Brokers { get; } = new(
        "kafka", SettingKind.Brokers, string.Empty, "The brokers between the nodes");

    public static Setting KafkaPrefix { get; } = new(
        "kafka-prefix",
        SettingKind.TopicPrefix,
        "cartwright",
        "The prefix of the names of topics and groups: "
        + "[shops that share brokers](clusters.md#one-kafka-for-several-shops) have different ones. "
        + "The same on all nodes of a shop");

    public static Setting Replication { get; } = new(
        "kafka-replication",
        SettingKind.WholeNumber(1, 100),
        "1",
        "The number of brokers that hold each record; 3 where a broker may be lost. The same on all nodes");

    public static Setting Retention { get; } = new(
        "kafka-retention-hours",
        SettingKind.WholeNumber(1, 87_600),
        "168",
        "How long the topics keep records at least. The same on all nodes");

    public static Setting GroupProtocol { get; } = new(
        "kafka-group-protocol",
        SettingKind.OneOf(ClassicGroups, BrokerGroups),
        ClassicGroups,
        "The assignor of partitions: a node, or the broker (KIP-848, Kafka 4). The same on all nodes of a role");

    public static Setting Lanes { get; } = new(
        "lanes",
        SettingKind.WholeNumber(1, 64),
        TextOf(Node.Lanes),
        "How many batches of a service run side by side on this node");

    public static Setting BatchMax { get; } = new(
        "batch-max",
        SettingKind.WholeNumber(1, 10_000),
        TextOf(Node.BatchMax),
        "The most messages and commands in one batch");

    public static Setting MessagesMax { get; } = new(
        "messages-max",
        SettingKind.WholeNumber(100, 1_000_000),
        TextOf(Node.MessagesMax),
        "How many messages wait for a lane before Kafka is asked to wait");

    public static Setting CommandsMax { get; } = new(
        "commands-max",
        SettingKind.WholeNumber(1, 1_000_000),
        TextOf(Node.CommandsMax),
        "How many requests wait for a lane before more are shed with 429");

    public static Setting OutboxMax { get; } = new(
        "outbox-max",
        SettingKind.WholeNumber(100, 1_000_000),
        TextOf(Node.OutboxMax),
        "How many envelopes wait for Kafka before requests are shed with 429");

    public static Setting UnfinishedMax { get; } = new(
        "unfinished-max",
        SettingKind.WholeNumber(1, 1_000_000),
        TextOf(Node.UnfinishedMax),
        "How many checkouts this order node has in flight before new ones are shed with 429: as many as all of them "
        + "together end in some ten seconds");

    public static Setting CheckoutTimeout { get; } = new(
        "checkout-timeout-ms",
        SettingKind.WholeNumber(1_000, 3_600_000),
        TextOf(Node.CheckoutTimeoutMs),
        "How long a checkout has before it is called off, in milliseconds");

    public static Setting Patience { get; } = new(
        "request-patience-ms",
        SettingKind.WholeNumber(100, 120_000),
        TextOf(Node.PatienceMs),
        "How long a request waits for a database, a price, or a hold in flight before it is refused, in milliseconds; "
        + "20000 outlives [a failover](clusters.md#with-patroni). A gateway waits for its nodes accordingly: "
        + "give it the same value");

    public static Setting OrderEvents { get; } = new(
        "order-events",
        SettingKind.OneOf(On, Off),
        On,
        "Whether order nodes publish [events](events.md#public-events) about the changes of orders");

    public static Setting OrderEventsPartitions { get; } = new(
        "order-events-partitions",
        SettingKind.WholeNumber(1, 1_000),
        "3",
        "How many partitions the topic of public events has. The same on all nodes");

    public static Setting OrderEventsDays { get; } = new(
        "order-events-days",
        SettingKind.WholeNumber(1, 3_650),
        "7",
        "How long public events are kept at least. The same on all nodes");

    public static Setting Streams { get; } = new(
        "streams",
        SettingKind.WholeNumber(1, 100_000),
        TextOf(Web.StreamsMax),
        "How many [event streams](../API.md#events-of-an-order) may be open on this node; more are shed");

    public static Setting StreamLength { get; } = new(
        "stream-length",
        SettingKind.WholeNumber(1, 86_400),
        TextOf(Web.StreamSecondsMax),
        "How long one stream may be open, in seconds");

    public static Setting StreamHeartbeat { get; } = new(
        "stream-heartbeat",
        SettingKind.WholeNumber(1, 3_600),
        TextOf(Web.HeartbeatSeconds),
        "The heartbeat of an idle stream, in seconds: more often than the time-out of any proxy in between "
            + $"(a gateway after {GatewayOptions.RequestRule($"`{Patience.Name}`")})");

    public static Setting LogFormat { get; } = new(
        "log-format",
        SettingKind.OneOf(Text, Json),
        Text,
        "How [the log](watching.md#what-to-watch) looks on standard output: lines for people, or a JSON object a line");

    public static Setting LogLevel { get; } = new(
        "log-level",
        SettingKind.OneOf("debug", "information", "warning", "error"),
        "information",
        "The least severe level in [the log](watching.md#what-to-watch); of libraries only warnings and worse");

    /// <summary>The nodes of each service, for a gateway.</summary>
    public static IReadOnlyDictionary<Role, Setting> Nodes { get; } = OfEach(service => new Setting(
        $"{service}-nodes", SettingKind.Urls, string.Empty, $"Gateway: the {service} service's nodes"));

    public static Setting AdminNodes { get; } = new(
        "admin-nodes",
        SettingKind.Urls,
        string.Empty,
        "Gateway with an admin address: the admin addresses of the nodes");

    public static Setting AdminNodesKey { get; } = new(
        "admin-nodes-key",
        SettingKind.AnyText("TEXT"),
        string.Empty,
        "Gateway with an admin address: its API key for those of the nodes, with the scope `operate`; not as an option")
    {
        Mask = Secrets.MaskAll,
        HoldsSecret = _ => true,
    };

    public static Setting ControlSocket { get; } = new(
        "control-socket",
        SettingKind.AnyText("PATH"),
        string.Empty,
        "Set by `cluster up` alone: the socket of its supervisor, by which the console kills, stops and starts parts");

    /// <summary>The settings of a verb that opens an embedded shop.</summary>
    public static IReadOnlyList<Setting> OfEmbedded { get; } = [Data];

    /// <summary>The settings of a verb that makes topics.</summary>
    public static IReadOnlyList<Setting> OfTopics =>
    [
        Brokers, .. KafkaSettings.All, KafkaPrefix, Replication, Retention,
        OrderEvents, OrderEventsPartitions, OrderEventsDays,
    ];

    /// <summary>The settings of a verb that opens the databases of the services.</summary>
    public static IReadOnlyList<Setting> OfDatabases { get; } = [.. Databases.Values, .. Passwords.Values];

    public static IReadOnlyList<Setting> All { get; } =
    [
        Url, AdminUrl, HealthUrl, Insecure, .. AccessSettings.All, .. TlsSettings.All, .. OfEmbedded, Reply, Roles,
        NodeName, .. OfDatabases, Readers, Migrate, Standby,
        Brokers, .. KafkaSettings.All, KafkaPrefix, KafkaSettings.Topics, KafkaSettings.Keys,
        Replication, Retention, GroupProtocol, .. Nodes.Values, AdminNodes, AdminNodesKey, ControlSocket,
        OrderEvents, OrderEventsPartitions, OrderEventsDays, Streams, StreamLength, StreamHeartbeat,
        Lanes, BatchMax, MessagesMax, CommandsMax, OutboxMax, UnfinishedMax, CheckoutTimeout, Patience,
        LogFormat, LogLevel,
    ];

    private static string TextOf(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static SettingKind Connections => new("CONNECTION", Secrets.MistakeInConnection);

    private static Dictionary<Role, Setting> OfEach(Func<string, Setting> create) =>
        ShopServices.Roles.ToDictionary(role => role, role => create(role.Name));
}
