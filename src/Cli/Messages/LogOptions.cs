using System.CommandLine;
using Cartwright.Cli.Configuration;
using Cartwright.CommandLine;
using Cartwright.CommandLine.Clusters;
using Cartwright.Engine.Ports;

namespace Cartwright.Cli.Messages;

/// <summary>
/// The options of a verb for the log to read: <c>--cluster</c>, or the same settings as those of a node, wherever they
/// are set.
/// </summary>
internal sealed class LogOptions
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly SettingOptions _settings = new(
        [Settings.Brokers, .. KafkaSettings.All, Settings.KafkaPrefix]);

    private readonly Option<string?> _cluster =
        ClusterOption.CreateOption("Read the log of the cluster in this directory instead");

    public void AddTo(Command command)
    {
        command.Add(_cluster);
        _settings.AddTo(command);
    }

    /// <summary>The chosen log.</summary>
    /// <exception cref="UsageFault">None is named, a setting is wrong, or two of them exclude each other.</exception>
    /// <exception cref="ClusterFault">There is no cluster in the directory.</exception>
    public ILogAtRest ReadChoice(ParseResult parsed)
    {
        var configured = _settings.ReadSettings(parsed);
        configured.Warnings.ToList().ForEach(Console.Error.WriteLine);
        return LogChoice.FindLog(parsed.GetValue(_cluster), configured, Patience) ?? throw new UsageFault(
            $"Name the log: --cluster DIR, or {Settings.Brokers.Option} BROKERS. A shop in one process has none.");
    }
}
