using Cartwright.Cli.Composition;
using Cartwright.Cli.Serve;

namespace Cartwright.Cli.Topics;

/// <summary>The commands of Kafka's own tool that give the services their rights, for a shell.</summary>
internal static class AclCommands
{
    private const string Tool = "kafka-acls.sh";

    /// <summary>A comment for each principal, and a line for each of its resources.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="principals">The principals, by service.</param>
    /// <param name="commandConfig">The tool's file with credentials; null for none.</param>
    public static IEnumerable<string> LinesOf(
        ServeOptions options, IReadOnlyDictionary<string, string> principals, string? commandConfig)
    {
        var connection = $"--bootstrap-server {Quoted(options.Brokers)}"
            + (commandConfig is null ? string.Empty : $" --command-config {Quoted(commandConfig)}");
        foreach (var (service, principal) in principals)
        {
            yield return $"# {service}";
            foreach (var right in BrokerTopics.AclOptions(options, service))
            {
                yield return $"{Tool} {connection} --add --allow-principal {Quoted(principal)} {right}";
            }
        }
    }

    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
