using Cartwright.Cli.Composition;
using Cartwright.Cli.Configuration;
using Cartwright.CommandLine;
using Cartwright.CommandLine.Clusters;
using Cartwright.Engine.Ports;

namespace Cartwright.Cli.Messages;

/// <summary>Which log a verb reads: that of a cluster's directory, or of the brokers in the settings.</summary>
internal static class LogChoice
{
    /// <summary>The log; null where no brokers are named.</summary>
    /// <param name="cluster">The directory of a cluster; null for the settings.</param>
    /// <param name="configured">The settings.</param>
    /// <param name="patience">How long an answer may take.</param>
    /// <exception cref="UsageFault">A setting is wrong, or two of them exclude each other.</exception>
    /// <exception cref="ClusterFault">There is no cluster in the directory.</exception>
    public static ILogAtRest? FindLog(string? cluster, Configured configured, TimeSpan patience)
    {
        IReadOnlyList<string> mistakes = configured.Mistakes.Count > 0
            ? configured.Mistakes
            : [.. KafkaSettings.MistakesIn(configured)];
        if (mistakes.Count > 0)
        {
            throw new UsageFault(string.Join(Environment.NewLine, mistakes));
        }

        var brokers = configured.ValueOf(Settings.Brokers);
        if (cluster is not null && brokers.Source == SettingSource.CommandLine)
        {
            throw new UsageFault($"--cluster and {brokers.Place} exclude each other.");
        }

        var addresses = cluster is null ? configured.BrokerList() : ClusterBrokers.FindBrokers(cluster);
        var protection = cluster is null ? new BrokerProtection(configured) : ProtectionOf(cluster);
        return addresses.Length > 0 ? LogsAtRest.Of(addresses, protection, configured.TopicPrefix(), patience) : null;
    }

    private static BrokerProtection? ProtectionOf(string cluster) =>
        new ClusterFiles(Path.GetFullPath(cluster)).IsSecured ? new BrokerProtection(SettingsOf(cluster)) : null;

    /// <summary>The settings by which the brokers of a cluster are reached, as its operator.</summary>
    /// <exception cref="ClusterFault">There is no cluster in the directory.</exception>
    public static Configured SettingsOf(string cluster)
    {
        var files = new ClusterFiles(Path.GetFullPath(cluster));
        var settings = new Dictionary<string, string> { [Settings.Brokers.Name] = ClusterBrokers.FindBrokers(cluster) };
        if (files.IsSecured)
        {
            settings[KafkaSettings.Security.Name] = KafkaSettings.Sasl;
            settings[KafkaSettings.Authority.Name] = files.Authority;
            settings[KafkaSettings.User.Name] = ClusterFiles.Operator;
            settings[KafkaSettings.Password.Name + Setting.FileSuffix] = files.BrokerPasswordOf(ClusterFiles.Operator);
        }

        return ConfigurationReader.ReadSettings(settings, new Dictionary<string, string>());
    }
}
