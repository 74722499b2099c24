using Cartwright.Cli.Configuration;
using Cartwright.CommandLine;
using Cartwright.Web.Access;

namespace Cartwright.Cli.Serve;

/// <summary>
/// The one rule of exposure: an address that other machines can reach asks for credentials and is encrypted, and so is
/// every connection to another machine. A node that breaks it starts only with <c>--insecure</c>. The address for
/// probes may be anywhere: it has no path but health, whose answers are words about this process, and a prober has
/// neither certificates nor credentials.
/// </summary>
internal static class Exposure
{
    private const string OrLoopback = "or listen on the loopback";

    /// <summary>Each setting that breaks the rule, of those that the node uses.</summary>
    public static IEnumerable<Exposed> FindIn(Configured configured)
    {
        var options = new ServeOptions(configured);
        return
        [
            .. OfListening(configured, Settings.Url, options.Url, options),
            .. OfListening(configured, Settings.AdminUrl, options.AdminUrl, options),
            .. options.IsGateway ? OfNodes(configured, options) : [],
            .. options.Roles.Count > 0 ? OfBrokers(configured, options) : [],
            .. options.Roles.SelectMany(role => options.Databases.TryGetValue(role, out var connection)
                ? OfDatabase(configured, Settings.Databases[role], connection)
                : []),
        ];
    }

    /// <summary>Whether a database is on this machine.</summary>
    public static bool IsLocalDatabase(string connection) => Secrets.HostsIn(connection).All(Loopback.IsHost);

    /// <summary>
    /// The same for the databases that a verb opens, as warnings: a verb serves no client, and must work in a repair.
    /// </summary>
    public static IEnumerable<string> WarningsOfDatabases(Configured configured) => configured.Mistakes.Count > 0
        ? []
        : configured.DatabaseConnections()
            .SelectMany(database => OfDatabase(configured, Settings.Databases[database.Key], database.Value))
            .Select(exposed => $"{exposed.Fact} {exposed.Remedy}.");

    private static IEnumerable<Exposed> OfListening(
        Configured configured, Setting setting, string? url, ServeOptions options)
    {
        if (url is null || IsLocal(url))
        {
            yield break;
        }

        var isEncrypted = TlsSettings.IsEncrypted(url);
        var asks = options.AccessOptions.AsksForCredentials;
        if (isEncrypted && asks)
        {
            yield break;
        }

        var lack = (isEncrypted, asks) switch
        {
            (false, false) => "asks for no credentials and is not encrypted",
            (false, true) => "is not encrypted",
            _ => "asks for no credentials",
        };
        yield return new Exposed(
            $"{configured.PlaceOf(setting)}: other machines can reach {url}, which {lack}.",
            (asks ? "" : $"Give {AccessSettings.ApiKeys.Option} or {AccessSettings.Issuer.Option}, ")
                + (isEncrypted ? "" : "use https, ") + OrLoopback);
    }

    private static IEnumerable<Exposed> OfNodes(Configured configured, ServeOptions options)
    {
        var lists = Settings.Nodes.Select(nodes => (Setting: nodes.Value, Urls: options.Nodes[nodes.Key]))
            .Append((Setting: Settings.AdminNodes, Urls: options.AdminNodes));
        return
            from list in lists
            let clear = list.Urls.FirstOrDefault(url => !TlsSettings.IsEncrypted(url) && !IsLocal(url))
            where clear is not null
            select new Exposed(
                $"{configured.PlaceOf(list.Setting)}: the connections to {clear} are not encrypted.",
                "Use https, or nodes of this machine");
    }

    private static IEnumerable<Exposed> OfBrokers(Configured configured, ServeOptions options) =>
        options.Protection.UsesTls || SettingKind.SplitList(options.Brokers).All(IsLocalHost)
            ? []
            :
            [
                new Exposed(
                    $"{configured.PlaceOf(Settings.Brokers)}: the connections to {options.Brokers} are not encrypted.",
                    $"Set {KafkaSettings.Security.Option} {KafkaSettings.Tls} or {KafkaSettings.Sasl}"),
            ];

    private static IEnumerable<Exposed> OfDatabase(Configured configured, Setting setting, string connection) =>
        Secrets.UnverifiedHosts(connection).FirstOrDefault(host => !Loopback.IsHost(host)) is { } host
            ?
            [
                new Exposed(
                    $"{configured.PlaceOf(setting)}: the connections to {host} are not encrypted with a check of the "
                        + "server.",
                    "Set SSL Mode=VerifyFull"),
            ]
            : [];

    private static bool IsLocal(string url) => Loopback.IsHost(new Uri(url).Host);

    private static bool IsLocalHost(string broker) =>
        BrokerAddress.HostIn(broker) is { } host && Loopback.IsHost(host);
}
