using Cartwright.Shop.Options;
using Cartwright.Web;
using Cartwright.Web.Admin;
using Cartwright.Web.Gateway;
using Cartwright.Web.Http;
using Cartwright.Web.Tls;

namespace Cartwright.Cli.Serve;

/// <summary>The meaning of a node's settings for its engine and its server.</summary>
internal static class NodeBounds
{
    // Of each service, beside lanes and readers: the connections opened while commits do not end, and those to the
    // brokers.
    private const int ConnectionsSpare = 48;

    /// <summary>
    /// How long a stopping node of many goes on serving, in seconds: twice the time between two probes of a gateway.
    /// </summary>
    public const int LeaveSeconds = 2;

    public static NodeOptions EngineOf(ServeOptions options) => new()
    {
        DecidesLocally = false,
        BatchMax = options.BatchMax,
        MessagesMax = options.MessagesMax,
        CommandsMax = options.CommandsMax,
        OutboxMax = options.OutboxMax,
        UnfinishedMax = options.UnfinishedMax,
        CheckoutTimeoutMs = options.CheckoutTimeoutMs,
        PatienceMs = options.PatienceMs,
    };

    public static GatewayOptions GatewayOf(ServeOptions options) => new()
    {
        Url = options.Url,
        Nodes = options.Nodes,
        RequestSecondsMax = GatewayOptions.RequestSecondsFor(options.PatienceMs),
    };

    public static ShopOptions ShopOf(ServeOptions options, ProcessTls? tls) => new()
    {
        DescriptorsReserved = (options.Roles.Count * (options.Lanes + options.ReadersMax + ConnectionsSpare))
            + (options.AdminUrl is null ? 0 : AdminOptions.ConnectionsMax)
            + (options.HealthUrl is null ? 0 : HealthServer.DescriptorsMax),
        Url = options.Url,
        Tls = tls,
        AllowsReset = options.AllowsReset,
        RepliesFinal = options.RepliesFinal,
        Callers = options.Callers,
        StreamsMax = options.StreamsMax,
        StreamSecondsMax = options.StreamSecondsMax,
        HeartbeatSeconds = options.HeartbeatSeconds,
    };
}
