using Cartwright.Cli.Configuration;
using Cartwright.Web.Gateway;

namespace Cartwright.Cli.Serve;

/// <summary>The mistakes in the settings of a node.</summary>
internal static class ServeMistakes
{
    /// <summary>
    /// The mistakes in the settings, a sentence each: first in each for itself, and only where there are none, in their
    /// combination. A number that is malformed compares with nothing.
    /// </summary>
    public static IEnumerable<string> MistakesIn(Configured configured) =>
        configured.Mistakes.Count > 0 ? configured.Mistakes : MistakesTogether(configured);

    private static IEnumerable<string> MistakesTogether(Configured configured)
    {
        var options = new ServeOptions(configured);
        var services = options.Roles;
        // A variable or a file may be there for other verbs, or for all nodes; an option means this one.
        var ofNodes = (Setting[])
        [
            Settings.Brokers, .. KafkaSettings.All, KafkaSettings.Topics, KafkaSettings.Keys,
            .. Settings.OfDatabases, .. Settings.Nodes.Values, Settings.AdminNodes,
        ];
        foreach (var value in ofNodes.Where(_ => options.RoleNames.Count == 0).Select(configured.ValueOf)
            .Where(value => value.Source == SettingSource.CommandLine))
        {
            yield return $"{value.Place} is for one node of many, which {Settings.Roles.Option} makes; without it the "
                + "whole shop would run here, on a file of its own.";
        }

        if (options.IsGateway && services.Count > 0)
        {
            yield return $"{configured.PlaceOf(Settings.Roles)}: a gateway is a node of its own.";
        }

        if (options.PatienceMs >= options.CheckoutTimeoutMs)
        {
            yield return $"{configured.PlaceOf(Settings.Patience)}: a checkout would wait for a database longer "
                + $"than it has in all ({options.CheckoutTimeoutMs} ms, {Settings.CheckoutTimeout.Option}).";
        }

        if (services.Count > 0
            && GatewayOptions.RequestSecondsFor(options.PatienceMs) is var silence
            && options.HeartbeatSeconds >= silence)
        {
            yield return $"{configured.PlaceOf(Settings.StreamHeartbeat)}: a gateway would cut a stream that is silent "
                + $"for {silence} s ({GatewayOptions.RequestRule(Settings.Patience.Option)}).";
        }

        foreach (var role in services.Where(role => !configured.IsSet(Settings.Databases[role])))
        {
            yield return MissingSetting(configured, Settings.Databases[role], role.Name);
        }

        if (services.Count > 0 && !configured.IsSet(Settings.Brokers))
        {
            yield return MissingSetting(configured, Settings.Brokers, services[0].Name);
        }

        foreach (var mistake in TlsSettings.MistakesIn(configured)
            .Concat(AccessSettings.MistakesIn(configured, isService: services.Count > 0))
            .Concat(KafkaSettings.MistakesIn(configured)))
        {
            yield return mistake;
        }

        foreach (var nodes in Settings.Nodes.Values
            .Where(nodes => options.IsGateway && !configured.IsSet(nodes)))
        {
            yield return MissingSetting(configured, nodes, Settings.Gateway);
        }

        if (options is { IsGateway: true, AdminUrl: not null, AdminNodes.Count: 0 })
        {
            yield return MissingSetting(
                Settings.AdminNodes, $"{configured.PlaceOf(Settings.AdminUrl)} gives a gateway an admin address");
        }

        foreach (var exposed in Exposure.FindIn(configured).Where(_ => !options.IsInsecure))
        {
            yield return $"{exposed.Fact} {exposed.Remedy}, or accept it with {Settings.Insecure.Option}.";
        }
    }

    /// <summary>What the settings give up, a sentence each; none where they have mistakes.</summary>
    public static IEnumerable<string> WarningsIn(Configured configured) =>
        MistakesIn(configured).Any() || !new ServeOptions(configured).IsInsecure
            ? []
            : Exposure.FindIn(configured).Select(exposed => $"{Settings.Insecure.Name}: {exposed.Fact}");

    private static string MissingSetting(Configured configured, Setting needed, string role) =>
        MissingSetting(needed, $"{configured.PlaceOf(Settings.Roles)} has '{role}'");

    private static string MissingSetting(Setting needed, string why) =>
        $"{needed.Option} ({needed.Variable}, or {needed.Name} in the file) is needed: {why}.";
}
