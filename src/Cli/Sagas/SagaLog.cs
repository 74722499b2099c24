using System.CommandLine;
using Cartwright.Cli.Configuration;
using Cartwright.Cli.Databases;
using Cartwright.Cli.Messages;
using Cartwright.CommandLine.Clusters;
using Cartwright.Kernel;

namespace Cartwright.Cli.Sagas;

/// <summary>The log beside the databases of a verb about sagas.</summary>
internal static class SagaLog
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>The settings that name the log.</summary>
    public static IEnumerable<Setting> Settings { get; } =
        [Configuration.Settings.Brokers, .. KafkaSettings.All, Configuration.Settings.KafkaPrefix];

    /// <summary>A search in the log that the options name; null where they name none.</summary>
    public static CommandSearch? FindSearch(DatabaseOptions databases, ParseResult parsed)
    {
        var (cluster, configured) = databases.ReadSettings(parsed);
        return LogChoice.FindLog(cluster, configured, Patience) is { } log
            ? new CommandSearch(log, cluster is null ? null : AskNodesOf(cluster))
            : null;
    }

    private static Func<Role, CancellationToken, Task<bool>> AskNodesOf(string cluster) =>
        (service, stop) => ClusterNodes.HasReadyNodeAsync(cluster, service.Name, stop);
}
