using Cartwright.Cli.Configuration;
using Cartwright.Domain.Services;
using Cartwright.Kernel;
using Cartwright.Web.Gateway;
using Microsoft.Extensions.Logging;

namespace Cartwright.Cli.Serve;

/// <summary>What `serve` makes of the settings.</summary>
internal static class ServeSettings
{
    /// <summary>
    /// What is wrong with the settings, a sentence each: first with each for itself, and only where nothing is, with
    /// them together. A number that is malformed compares with nothing.
    /// </summary>
    public static IEnumerable<string> Mistakes(Configured configured) =>
        configured.Mistakes.Count > 0 ? configured.Mistakes : MistakesTogether(configured);

    private static IEnumerable<string> MistakesTogether(Configured configured)
    {
        var names = configured.List(Settings.Roles);
        var services = ServicesOf(names);
        // A variable or a file may be there for other verbs, or for all nodes; an option means this one.
        var ofNodes = (Setting[])[Settings.Brokers, .. Settings.OfDatabases, .. Settings.Nodes.Values];
        foreach (var value in ofNodes.Where(_ => names.Count == 0).Select(configured.Of)
            .Where(value => value.Source == SettingSource.CommandLine))
        {
            yield return $"{value.Place} is for one node of many, which {Settings.Roles.Option} makes; without it the "
                + "whole shop would run here, on a file of its own.";
        }

        if (names.Contains(Settings.Gateway) && services.Count > 0)
        {
            yield return $"{configured.Place(Settings.Roles)}: a gateway is a node of its own.";
        }

        if (configured.Has(Settings.Patience)
            && configured.Number(Settings.Patience) >= configured.Number(Settings.CheckoutTimeout))
        {
            yield return $"{configured.Place(Settings.Patience)}: a checkout would wait for a database longer than it "
                + $"has in all ({configured.Number(Settings.CheckoutTimeout)} ms, {Settings.CheckoutTimeout.Option}).";
        }

        if (services.Count > 0
            && GatewayOptions.RequestSecondsFor(configured.Number(Settings.Patience)) is var silence
            && configured.Number(Settings.StreamHeartbeat) >= silence)
        {
            yield return $"{configured.Place(Settings.StreamHeartbeat)}: a gateway would cut a stream that is silent "
                + $"for {silence} s ({GatewayOptions.RequestRule(Settings.Patience.Option)}).";
        }

        foreach (var role in services.Where(role => !configured.Has(Settings.Databases[role])))
        {
            yield return Needed(configured, Settings.Databases[role], role.Name);
        }

        if (services.Count > 0 && !configured.Has(Settings.Brokers))
        {
            yield return Needed(configured, Settings.Brokers, services[0].Name);
        }

        foreach (var nodes in Settings.Nodes.Values
            .Where(nodes => names.Contains(Settings.Gateway) && !configured.Has(nodes)))
        {
            yield return Needed(configured, nodes, Settings.Gateway);
        }
    }

    public static ServeOptions Read(Configured configured)
    {
        var names = configured.List(Settings.Roles);
        var name = configured.Text(Settings.NodeName);
        return new ServeOptions
        {
            Url = configured.Text(Settings.Url),
            DataDirectory = Path.GetFullPath(configured.Text(Settings.Data)),
            RepliesFinal = configured.Text(Settings.Reply) == Settings.Final,
            Roles = ServicesOf(names),
            IsGateway = names.Contains(Settings.Gateway),
            Migrates = configured.IsOn(Settings.Migrate),
            RequiresStandby = configured.IsOn(Settings.Standby),
            Databases = configured.Databases(),
            ReadersMax = configured.Number(Settings.Readers),
            Nodes = Settings.Nodes.ToDictionary(
                pair => pair.Key, pair => (IReadOnlyList<string>)configured.List(pair.Value)),
            Brokers = configured.Text(Settings.Brokers),
            KafkaPrefix = configured.Text(Settings.KafkaPrefix),
            Replication = configured.Number(Settings.Replication),
            RetentionHours = configured.Number(Settings.Retention),
            UsesBrokerGroups = configured.Text(Settings.GroupProtocol) == Settings.BrokerGroups,
            NodeName = name.Length > 0 ? name : null,
            Lanes = configured.Number(Settings.Lanes),
            BatchMax = configured.Number(Settings.BatchMax),
            MessagesMax = configured.Number(Settings.MessagesMax),
            CommandsMax = configured.Number(Settings.CommandsMax),
            OutboxMax = configured.Number(Settings.OutboxMax),
            UnfinishedMax = configured.Number(Settings.UnfinishedMax),
            CheckoutTimeoutMs = configured.Number(Settings.CheckoutTimeout),
            PatienceMs = configured.Number(Settings.Patience),
            Events = EventsOf(configured),
            LogLevel = Enum.Parse<LogLevel>(configured.Text(Settings.LogLevel), ignoreCase: true),
            LogsJson = configured.Text(Settings.LogFormat) == Settings.Json,
        };
    }

    private static EventSettings EventsOf(Configured configured) => new()
    {
        ArePublic = configured.Text(Settings.OrderEvents) == Settings.On,
        Partitions = configured.Number(Settings.OrderEventsPartitions),
        Days = configured.Number(Settings.OrderEventsDays),
        StreamsMax = configured.Number(Settings.Streams),
        StreamSecondsMax = configured.Number(Settings.StreamLength),
        HeartbeatSeconds = configured.Number(Settings.StreamHeartbeat),
    };

    private static string Needed(Configured configured, Setting needed, string role) =>
        $"{needed.Option} ({needed.Variable}, or {needed.Name} in the file) is needed: "
        + $"{configured.Place(Settings.Roles)} has '{role}'.";

    private static List<Role> ServicesOf(IEnumerable<string> names) =>
        [.. ShopServices.Roles.Where(role => names.Contains(role.Name))];
}
