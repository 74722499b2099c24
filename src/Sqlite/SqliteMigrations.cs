using System.Globalization;
using System.Reflection;

namespace Cartwright.Sqlite;

/// <summary>
/// The numbered SQL files that make the tables. Each runs in one transaction together with the number that records it.
/// A released file is never changed; the next one changes its tables.
/// </summary>
internal static class SqliteMigrations
{
    private const string Prefix = "Cartwright.Sqlite.Migrations.";
    private const string Suffix = ".sql";
    private const int DigitCount = 4;

    private static readonly SortedDictionary<int, string> Files = Find();

    /// <summary>The version of the format that this program writes.</summary>
    public static int Latest => Files.Keys.Last();

    /// <summary>Brings a database from any earlier version, or from nothing, to the latest.</summary>
    public static void ApplyMissing(Connection connection) => ApplyMissing(connection, Latest);

    /// <summary>Brings a database to a version that is not the latest.</summary>
    public static void ApplyMissing(Connection connection, long last)
    {
        var version = connection.Number("PRAGMA user_version");
        foreach (var (number, name) in Files.Where(file => file.Key > version && file.Key <= last))
        {
            connection.Execute("BEGIN IMMEDIATE");
            connection.Execute(Read(name));
            connection.Execute($"PRAGMA application_id = {DatabaseFile.ApplicationId}");
            connection.Execute($"PRAGMA user_version = {number}");
            connection.Execute("COMMIT");
        }
    }

    /// <summary>The files that a database lacks.</summary>
    public static IReadOnlyList<string> FindMissing(Connection connection)
    {
        var version = connection.Number("PRAGMA user_version");
        return [.. Files.Where(file => file.Key > version).Select(file => file.Value[Prefix.Length..^Suffix.Length])];
    }

    private static SortedDictionary<int, string> Find()
    {
        var files = new SortedDictionary<int, string>();
        foreach (var name in Assembly.GetExecutingAssembly().GetManifestResourceNames())
        {
            if (name.StartsWith(Prefix, StringComparison.Ordinal))
            {
                files.Add(int.Parse(name.AsSpan(Prefix.Length, DigitCount), CultureInfo.InvariantCulture), name);
            }
        }

        return files;
    }

    private static string Read(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
