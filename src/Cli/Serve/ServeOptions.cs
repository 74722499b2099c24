using Cartwright.Admin.Nodes;
using Cartwright.Cli.Configuration;
using Cartwright.Kernel;
using Cartwright.Shop;
using Cartwright.Web.Access;
using Cartwright.Web.Http;
using Cartwright.Web.Tls;
using Microsoft.Extensions.Logging;

namespace Cartwright.Cli.Serve;

/// <summary>The settings of `serve`. Each setting is read here, and only here.</summary>
/// <param name="configured">The settings, none of which is malformed.</param>
internal sealed class ServeOptions(Configured configured)
{
    /// <summary>Where to listen.</summary>
    public string Url { get; } = configured.TextOf(Settings.Url);

    /// <summary>Where to serve the admin address; null for none.</summary>
    public string? AdminUrl { get; } = configured.TextOrNull(Settings.AdminUrl);

    /// <summary>Where to answer probes beside <see cref="Url"/>; null for nowhere else.</summary>
    public string? HealthUrl { get; } = configured.TextOrNull(Settings.HealthUrl);

    /// <summary>Reads the API key for these addresses as it is now; empty for none.</summary>
    public Func<string> ReadAdminNodesKey { get; } = configured.ReaderOf(Settings.AdminNodesKey);

    /// <summary>The files of its encrypted connections.</summary>
    public TlsFiles Tls { get; } = new()
    {
        CertificateFile = configured.TextOrNull(TlsSettings.Certificate),
        KeyFile = configured.TextOrNull(TlsSettings.Key),
        ClientAuthorityFile = configured.TextOrNull(TlsSettings.ClientAuthority),
        ClientNames = configured.ListOf(TlsSettings.ClientNames),
        TrustFile = configured.TextOrNull(TlsSettings.Trust),
        CallCertificateFile = configured.TextOrNull(TlsSettings.CallCertificate),
        CallKeyFile = configured.TextOrNull(TlsSettings.CallKey),
    };

    /// <summary>Whether it listens at an encrypted address, or calls one.</summary>
    public bool IsEncrypted { get; } = TlsSettings.Listens(configured) is not null || TlsSettings.Calls(configured);

    /// <summary>The credentials that it asks for.</summary>
    public AccessOptions AccessOptions { get; } = new()
    {
        ApiKeysFile = configured.TextOrNull(AccessSettings.ApiKeys),
        Issuer = configured.TextOrNull(AccessSettings.Issuer),
        Audience = configured.TextOrNull(AccessSettings.Audience),
        IssuerKeysFile = configured.TextOrNull(AccessSettings.IssuerKeys),
    };

    /// <summary>The bounds of each caller.</summary>
    public CallerLimits Callers { get; } = new()
    {
        WritesPerSecondMax = configured.NumberOf(AccessSettings.CallerWrites),
        WritesUnderWayMax = configured.NumberOf(AccessSettings.CallerRequests),
        StreamsMax = configured.NumberOf(AccessSettings.CallerStreams),
    };

    /// <summary>Whether the three `batch_init` exist; null: where this machine alone reaches an open node.</summary>
    private readonly string? _reset = configured.TextOrNull(AccessSettings.Reset);

    /// <summary>Whether the three `batch_init` exist.</summary>
    public bool AllowsReset => _reset is null
        ? !AccessOptions.AsksForCredentials && Loopback.IsHost(new Uri(Url).Host)
        : _reset == Settings.On;

    /// <summary>Whether it serves without credentials or encryption where other machines can reach it.</summary>
    public bool IsInsecure { get; } = configured.IsOn(Settings.Insecure);

    /// <summary>The admin addresses of the nodes behind the gateway.</summary>
    public IReadOnlyList<string> AdminNodes { get; } = configured.ListOf(Settings.AdminNodes);

    /// <summary>The socket of the local cluster's supervisor; null outside of one.</summary>
    public string? ControlSocket { get; } =
        configured.TextOf(Settings.ControlSocket) is { Length: > 0 } socket ? socket : null;

    /// <summary>The settings that differ from their defaults, without secrets.</summary>
    public IReadOnlyList<SettingReport> Differing { get; } =
    [
        .. configured.Values.Where(value => value.Text != value.Setting.Default)
            .Select(value => new SettingReport(value.Setting.Name, value.Shown, value.Place)),
    ];

    /// <summary>Where the embedded shop is.</summary>
    public EmbeddedPlace Place { get; } = configured.EmbeddedPlace();

    /// <summary>Whether checkouts wait for their outcome by default.</summary>
    public bool RepliesFinal { get; } = configured.TextOf(Settings.Reply) == Settings.Final;

    /// <summary>The roles of this node: services, or the gateway; none for the embedded shop.</summary>
    public IReadOnlyList<string> RoleNames { get; } = configured.ListOf(Settings.Roles);

    /// <summary>The services of this node; empty for the embedded shop or a gateway alone.</summary>
    public IReadOnlyList<Role> Roles =>
        [.. ShopServices.Roles.Where(role => RoleNames.Contains(role.Name))];

    /// <summary>Whether this node is the gateway.</summary>
    public bool IsGateway => RoleNames.Contains(Settings.Gateway);

    /// <summary>The attribute of its telemetry: <c>gateway</c>, the names of its services, or <c>shop</c>.</summary>
    public string Kind =>
        IsGateway ? "gateway" : Roles.Count > 0 ? string.Join(',', Roles.Select(role => role.Name)) : "shop";

    /// <summary>The connection string of each of the node's services.</summary>
    public IReadOnlyDictionary<Role, string> Databases { get; } = configured.DatabaseConnections();

    /// <summary>Reads the password of each service's database as it is now, where a file holds it.</summary>
    public IReadOnlyDictionary<Role, Func<string>> DatabasePasswords { get; } = configured.DatabasePasswords();

    /// <summary>The brokers between the nodes.</summary>
    public string Brokers { get; } = configured.BrokerList();

    /// <summary>How the connections to the brokers are protected.</summary>
    public BrokerProtection Protection { get; } = new(configured);

    /// <summary>The prefix of the names of topics and groups.</summary>
    public string KafkaPrefix { get; } = configured.TopicPrefix();

    /// <summary>Whether the node makes missing topics and corrects them.</summary>
    public bool MakesTopics { get; } = configured.TextOf(KafkaSettings.Topics) == KafkaSettings.Make;

    /// <summary>The file with the keys of envelopes; null where they are not authenticated.</summary>
    public string? KafkaKeys { get; } = configured.TextOrNull(KafkaSettings.Keys);

    /// <summary>On how many brokers each record lies.</summary>
    public int Replication { get; } = configured.NumberOf(Settings.Replication);

    /// <summary>How long the topics keep records, in hours.</summary>
    public int RetentionHours { get; } = configured.NumberOf(Settings.Retention);

    /// <summary>Whether the brokers share out the partitions instead of a node.</summary>
    public bool UsesBrokerGroups { get; } = configured.TextOf(Settings.GroupProtocol) == Settings.BrokerGroups;

    /// <summary>A name that stays the same over a restart; null for none.</summary>
    public string? NodeName { get; } = configured.TextOrNull(Settings.NodeName);

    /// <summary>The nodes behind the gateway.</summary>
    public IReadOnlyDictionary<Role, IReadOnlyList<string>> Nodes { get; } = Settings.Nodes.ToDictionary(
        pair => pair.Key, pair => (IReadOnlyList<string>)configured.ListOf(pair.Value));

    /// <summary>How many batches of a service run side by side.</summary>
    public int Lanes { get; } = configured.NumberOf(Settings.Lanes);

    /// <summary>Whether there is a public topic of order events.</summary>
    public bool PublishesEvents { get; } = configured.TextOf(Settings.OrderEvents) == Settings.On;

    /// <summary>How many partitions the topic of order events has.</summary>
    public int EventsPartitions { get; } = configured.NumberOf(Settings.OrderEventsPartitions);

    /// <summary>How many days the topic's events are kept.</summary>
    public int EventsDays { get; } = configured.NumberOf(Settings.OrderEventsDays);

    /// <summary>The most open event streams of this node.</summary>
    public int StreamsMax { get; } = configured.NumberOf(Settings.Streams);

    /// <summary>How long one stream may be open, in seconds.</summary>
    public int StreamSecondsMax { get; } = configured.NumberOf(Settings.StreamLength);

    /// <summary>How often a silent stream sends a sign of life, in seconds.</summary>
    public int HeartbeatSeconds { get; } = configured.NumberOf(Settings.StreamHeartbeat);

    /// <summary>The most connections to each database beside the lanes.</summary>
    public int ReadersMax { get; } = configured.NumberOf(Settings.Readers);

    /// <summary>The most messages and commands in one batch.</summary>
    public int BatchMax { get; } = configured.NumberOf(Settings.BatchMax);

    /// <summary>How many messages wait for a lane before the log is paused.</summary>
    public int MessagesMax { get; } = configured.NumberOf(Settings.MessagesMax);

    /// <summary>How many commands wait for a lane before they are refused.</summary>
    public int CommandsMax { get; } = configured.NumberOf(Settings.CommandsMax);

    /// <summary>How many envelopes may wait for the log before commands are refused.</summary>
    public int OutboxMax { get; } = configured.NumberOf(Settings.OutboxMax);

    /// <summary>How many checkouts an order node has in flight at most.</summary>
    public int UnfinishedMax { get; } = configured.NumberOf(Settings.UnfinishedMax);

    /// <summary>How long a checkout has before it is called off, in milliseconds.</summary>
    public int CheckoutTimeoutMs { get; } = configured.NumberOf(Settings.CheckoutTimeout);

    /// <summary>
    /// How long a request waits for a part that does not answer before it is rejected, in milliseconds.
    /// </summary>
    public int PatienceMs { get; } = configured.NumberOf(Settings.Patience);

    /// <summary>Whether to bring the databases up to date first.</summary>
    public bool Migrates { get; } = configured.IsOn(Settings.Migrate);

    /// <summary>From which level on the log is written.</summary>
    public LogLevel LogLevel { get; } =
        Enum.Parse<LogLevel>(configured.TextOf(Settings.LogLevel), ignoreCase: true);

    /// <summary>Whether the log is JSON, an object a line.</summary>
    public bool LogsJson { get; } = configured.TextOf(Settings.LogFormat) == Settings.Json;

    /// <summary>Whether a database server may be lost, so that each must have a synchronous standby.</summary>
    public bool RequiresStandby { get; } = configured.IsOn(Settings.Standby);
}
