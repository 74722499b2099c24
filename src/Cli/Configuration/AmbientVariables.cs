using System.Collections;
using Cartwright.Cli.Cluster;

namespace Cartwright.Cli.Configuration;

/// <summary>Variables of the environment that are no settings of Cartwright.</summary>
internal static class AmbientVariables
{
    private const string Prefix = "CARTWRIGHT_";

    // Npgsql and psql take user, password, TLS files and more from these where a connection string says nothing.
    private const string PostgresPrefix = "PG";

    /// <summary>The environment of this process.</summary>
    public static IReadOnlyDictionary<string, string> All() => Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>()
        .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? string.Empty);

    /// <summary>
    /// Takes PostgreSQL's variables away from this process and the programs that it starts, so that a database is
    /// reached by its connection string alone.
    /// </summary>
    public static void ForgetPostgres()
    {
        foreach (var name in All().Keys.Where(name => name.StartsWith(PostgresPrefix, StringComparison.Ordinal)))
        {
            Environment.SetEnvironmentVariable(name, null);
        }
    }

    /// <summary>The variables that look like settings and are none; an empty one says nothing.</summary>
    public static IEnumerable<string> Unknown(IReadOnlyDictionary<string, string> environment)
    {
        var known = Settings.All.SelectMany(ConfigurationLayer.NamesOf)
            .Append(ConfigurationReader.FileName)
            .Select(Setting.VariableOf)
            .Append(Leftovers.Mark)
            .ToHashSet();
        return environment
            .Where(pair => pair.Key.StartsWith(Prefix, StringComparison.Ordinal) && pair.Value.Length > 0)
            .Select(pair => pair.Key)
            .Where(name => !known.Contains(name))
            .Order(StringComparer.Ordinal);
    }
}
