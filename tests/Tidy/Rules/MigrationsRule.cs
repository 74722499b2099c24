using System.Text.RegularExpressions;
using Cartwright.Tidy.Source;

namespace Cartwright.Tidy.Rules;

/// <summary>
/// Nodes of the last release serve while, and after, a migration of PostgreSQL runs: it only adds what they can ignore,
/// and holds no lock for long. A file with <c>-contract-</c> in its name may remove something; its first line names the
/// release since which no node needs that.
/// </summary>
internal sealed partial class MigrationsRule : IRule
{
    private const string Folder = "src/Postgres/Migrations";

    // Those of version 0.1.0, which had no predecessor.
    private const string LastOfFirstRelease = "0006-engine.sql";

    public IEnumerable<Violation> Check(SourceTree tree)
    {
        var releases = tree.Find("releases.txt")?.Lines.Select(line => line.Split(' ')[0]).ToHashSet() ?? [];
        foreach (var file in tree.EndingIn(".sql", Folder)
            .Where(file => string.CompareOrdinal(file.Name, LastOfFirstRelease) > 0))
        {
            if (!file.Name.Contains("-contract-", StringComparison.Ordinal))
            {
                foreach (var violation in Mistakes(file))
                {
                    yield return violation;
                }
            }
            else if (!releases.Contains(Since().Match(file.Lines[0]).Groups[1].Value))
            {
                yield return file.At(1, "begin with '-- Since VERSION', the release since which no node needs it");
            }
        }
    }

    private static IEnumerable<Violation> Mistakes(SourceFile file)
    {
        var sql = Comment().Replace(file.Text, found => new string(' ', found.Length));
        var created = Created().Matches(sql).Select(found => found.Groups[1].Value).ToHashSet();
        foreach (Match statement in Statement().Matches(sql))
        {
            if (MistakeIn(statement.Value, created) is { } mistake)
            {
                yield return file.At(1 + sql[..statement.Index].Count(letter => letter == '\n'), mistake);
            }
        }
    }

    private static string? MistakeIn(string statement, HashSet<string> created)
    {
        if (Index().Match(statement) is { Success: true } index)
        {
            return created.Contains(index.Groups["table"].Value) ? null
                : index.Groups["unique"].Success ? "a unique index rejects rows of the last release"
                : index.Groups["concurrently"].Success ? null
                : "an index of a table that nodes write is made CONCURRENTLY";
        }

        return Remnant().IsMatch(statement) ? null
            : Removal().IsMatch(statement) ? "nodes of the last release need what is removed or renamed"
            : Narrowing().IsMatch(statement) ? "rows of the last release do not fit a new type or constraint"
            : Required().IsMatch(statement) ? "nodes of the last release do not fill the column: give it a DEFAULT"
            : Rewriting().IsMatch(statement) ? "it locks rows for as long as the table is large"
            : null;
    }

    [GeneratedRegex("--.*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"[^;\s][^;]*")]
    private static partial Regex Statement();

    [GeneratedRegex(@"CREATE TABLE (\w+)", RegexOptions.IgnoreCase)]
    private static partial Regex Created();

    [GeneratedRegex(
        @"^CREATE\s+(?<unique>UNIQUE\s+)?INDEX\s+(?<concurrently>CONCURRENTLY\s+)?.*?\bON\s+(?<table>\w+)",
        RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Index();

    // What a run that broke off has left of an index, or the index of no released version.
    [GeneratedRegex(@"^DROP\s+INDEX\s+CONCURRENTLY\s+IF\s+EXISTS\b", RegexOptions.IgnoreCase)]
    private static partial Regex Remnant();

    [GeneratedRegex(@"\b(DROP|RENAME)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Removal();

    [GeneratedRegex(
        @"\b(ALTER\s+(COLUMN\s+)?\w+\s+(SET\s+DATA\s+)?TYPE|SET\s+NOT\s+NULL|"
        + @"ADD\s+(CONSTRAINT|CHECK|UNIQUE|PRIMARY|FOREIGN|EXCLUDE))\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Narrowing();

    [GeneratedRegex(
        @"\bADD\s+(COLUMN\s+)?(?!.*\bDEFAULT\b)[^,]*\bNOT\s+NULL\b", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Required();

    [GeneratedRegex(@"^(UPDATE|DELETE|TRUNCATE|LOCK|CLUSTER|VACUUM|REINDEX)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Rewriting();

    [GeneratedRegex(@"^-- Since (\d+\.\d+\.\d+)\b")]
    private static partial Regex Since();
}
