using System.Text.RegularExpressions;
using Cartwright.Tidy.Source;

namespace Cartwright.Tidy.Rules;

/// <summary>
/// The repository stands on its own: it names no folder of the machine it was written on, no conversation, and no
/// participant of one.
/// </summary>
internal sealed partial class OnlyHereRule : IRule
{
    /// <summary>The settings of the build machine may name folders beside the checkout.</summary>
    private const string BuildMachine = ".ci/run";

    private static readonly string[] Binary = [".png", ".jpg", ".gif", ".ico", ".woff2", ".db", ".gz", ".zip", ".pdf"];

    public IEnumerable<Violation> Check(SourceTree tree) =>
        from file in tree.Files
        where file.Path != BuildMachine && !Binary.Any(file.Path.EndsWith)
        from line in file.Lines.Index()
        from match in Foreign().Matches(line.Item)
        select file.At(line.Index + 1, $"\"{match.Value}\" means nothing to whoever reads this elsewhere");

    // Letters in brackets keep the pattern from finding itself.
    [GeneratedRegex(
        @"(?<![\w.])/wor[k]/|/tm[p]/\w+\.|\bshared/(design|style)\b|\bissu[e] +#?\d+|\bcla[u]de\b|\bassista[n]t\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Foreign();
}
