using Cartwright.Cli.Serve;
using Cartwright.Engine.Ports;
using Cartwright.Kafka;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Cli.Composition;

/// <summary>The topics of a shop, and the rights on them, as verbs handle them.</summary>
internal static class BrokerTopics
{
    /// <summary>The principal that makes the topics, and those that consume public events.</summary>
    public const string Topics = "topics";
    public const string Events = "events";

    /// <summary>Makes the topics as a node does.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="changed">Takes a sentence for each change.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static Task MakeAsync(ServeOptions options, Action<string> changed, CancellationToken cancellation) =>
        FirstContact.OpenWhenReachableAsync(
            async () =>
            {
                await KafkaTopics.MakeAsync(ServiceLog.OptionsOf(options), changed, cancellation);
                return options;
            },
            TimeProvider.System,
            cancellation);

    /// <summary>Throws where the topics are another shop's.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="shop">The own shop.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static Task RequireOwnAsync(ServeOptions options, ShopId shop, CancellationToken cancellation) =>
        KafkaTopics.RequireOwnAsync(ServiceLog.OptionsOf(options) with { Shop = shop }, cancellation);

    /// <summary>Deletes the topics with all messages; returns their names.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static Task<IReadOnlyList<string>> DeleteAsync(ServeOptions options, CancellationToken cancellation) =>
        KafkaTopics.DeleteAsync(ServiceLog.OptionsOf(options), cancellation);

    /// <summary>Gives each principal its rights.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="principals">The principals, by service.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static Task GrantAsync(
        ServeOptions options, IReadOnlyDictionary<string, string> principals, CancellationToken cancellation) =>
        FirstContact.OpenWhenReachableAsync(
            async () =>
            {
                await KafkaGrants.GrantAsync(
                    ServiceLog.OptionsOf(options),
                    principals.SelectMany(pair => RightsOf(options, pair.Key).Select(right => (pair.Value, right))),
                    cancellation);
                return options;
            },
            TimeProvider.System,
            cancellation);

    /// <summary>The ACLs of a principal, each as the options of Kafka's own tool.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="role">A service, <see cref="Topics"/> or <see cref="Events"/>.</param>
    public static IEnumerable<string> AclOptions(ServeOptions options, string role) => RightsOf(options, role)
        .Select(right =>
            string.Concat(right.Operations.Select(operation => $"--operation {operation} "))
            + $"--{right.Resource} {right.Name}"
            + (right.IsPrefix ? " --resource-pattern-type prefixed" : string.Empty));

    private static IReadOnlyList<KafkaRight> RightsOf(ServeOptions options, string role)
    {
        var prefix = options.KafkaPrefix;
        if (role is Topics or Events)
        {
            return role == Topics ? KafkaRight.OfTopics(prefix) : KafkaRight.OfEvents(prefix);
        }

        var service = ShopServices.DefinitionOf(new Role(role));
        return KafkaRight.OfService(
            prefix, service.Role, service.SendsTo, options.PublishesEvents && service.PublishesEvents);
    }
}
