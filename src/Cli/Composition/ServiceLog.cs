using Cartwright.Cli.Configuration;
using Cartwright.Cli.Serve;
using Cartwright.Engine.Ports;
using Cartwright.Kafka;
using Cartwright.Kernel;
using Cartwright.Shop;
using Microsoft.Extensions.Logging;

namespace Cartwright.Cli.Composition;

/// <summary>The log between the nodes of the services: Kafka.</summary>
internal static class ServiceLog
{
    private const long MillisecondsPerHour = 3_600_000;

    /// <param name="options">The node's settings.</param>
    /// <param name="shop">The shop of its databases; null where they have none yet and take the log's.</param>
    /// <param name="logging">Takes its log lines.</param>
    /// <param name="cancellation">Gives the start up.</param>
    public static Task<KafkaLog> OpenAsync(
        ServeOptions options, ShopId? shop, ILoggerFactory logging, CancellationToken cancellation) =>
        FirstContact.OpenWhenReachableAsync(
            () => KafkaLog.OpenAsync(
                OptionsOf(options) with { Shop = shop }, logging.CreateLogger("Cartwright.Kafka"), cancellation),
            TimeProvider.System,
            cancellation);

    /// <summary>
    /// The log of a node. A node that makes no topics has only to do with those that its services read or write, and
    /// may have no right to see others.
    /// </summary>
    public static KafkaOptions OptionsOf(ServeOptions options)
    {
        var services = options.Roles.Select(ShopServices.DefinitionOf).ToList();
        var writes = services.SelectMany(service => service.SendsTo).Distinct().ToList();
        var writesEvents = options.PublishesEvents && services.Exists(service => service.PublishesEvents);
        var used = options.Roles.Concat(writes);
        return new()
        {
            Services = [.. (options.MakesTopics ? used.Concat(ShopServices.Roles) : used).Distinct()],
            Reads = options.Roles,
            Writes = writes,
            WritesEvents = writesEvents,
            MakesTopics = options.MakesTopics,
            Brokers = options.Brokers,
            Security = SecurityOf(options.Protection),
            Prefix = options.KafkaPrefix,
            NodeName = options.NodeName,
            Replication = (short)options.Replication,
            InSyncMin = options.Replication > 2 ? 2 : 1,
            PublishesEvents = options.PublishesEvents && (options.MakesTopics || writesEvents),
            EventsPartitions = options.EventsPartitions,
            EventsRetentionMs = (long)TimeSpan.FromDays(options.EventsDays).TotalMilliseconds,
            RetentionMs = options.RetentionHours * MillisecondsPerHour,
            UsesConsumerProtocol = options.UsesBrokerGroups,
            Sealing = options.KafkaKeys is { } file ? new KafkaSealing(file, EnvelopeSenders.FindForbidden) : null,
        };
    }

    /// <summary>The log as one service of the node uses it.</summary>
    public static ILog SentBy(Role sender, KafkaLog log) => new SenderLog(log, sender);

    internal static KafkaSecurity SecurityOf(BrokerProtection protection) => new()
    {
        UsesTls = protection.UsesTls,
        AuthorityFile = protection.AuthorityFile,
        CertificateFile = protection.CertificateFile,
        KeyFile = protection.KeyFile,
        User = protection.User,
        ReadPassword = protection.ReadPassword,
    };
}
