using System.Collections;
using Cartwright.CommandLine.Clusters;

namespace Cartwright.Cli.Configuration;

/// <summary>Variables of the environment that are no settings of Cartwright.</summary>
internal static class AmbientVariables
{
    private const string Prefix = "CARTWRIGHT_";

    /// <summary>The environment of this process.</summary>
    public static IReadOnlyDictionary<string, string> ReadAll() => Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>()
        .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? string.Empty);

    /// <summary>The variables that look like settings and are none; an empty one counts as unset.</summary>
    public static IEnumerable<string> FindUnknown(IReadOnlyDictionary<string, string> environment)
    {
        var known = Settings.All.SelectMany(ConfigurationLayer.NamesOf)
            .Append(ConfigurationReader.FileName)
            .Select(Setting.VariableOf)
            .Append(ClusterFiles.Variable)
            .ToHashSet();
        return environment
            .Where(pair => pair.Key.StartsWith(Prefix, StringComparison.Ordinal) && pair.Value.Length > 0)
            .Select(pair => pair.Key)
            .Where(name => !known.Contains(name))
            .Order(StringComparer.Ordinal);
    }
}
