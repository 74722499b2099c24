using System.Text.RegularExpressions;
using Cartwright.Tidy.Source;

namespace Cartwright.Tidy.Rules;

/// <summary>
/// Each release is a line of releases.txt with its version, its day and the full hash of its commit; the changelog has
/// its section, and the version that is built now is none of the released ones.
/// </summary>
internal sealed partial class ReleasesRule : IRule
{
    private const string List = "releases.txt";
    private const string Changes = "CHANGELOG.md";
    private const string Version = "Directory.Build.props";

    public IEnumerable<Violation> Check(SourceTree tree)
    {
        if (tree.Find(List) is not { } list)
        {
            yield break;
        }

        for (var line = 0; line < list.Lines.Count; line++)
        {
            var text = list.Lines[line];
            if (text.StartsWith('#'))
            {
                continue;
            }

            var release = Release().Match(text);
            if (!release.Success)
            {
                yield return list.At(line + 1, "not VERSION YYYY-MM-DD and the 40 digits of a commit");
                continue;
            }

            var (version, day) = (release.Groups[1].Value, release.Groups[2].Value);
            if (tree.Find(Changes)?.Lines.Contains($"## {version} - {day}") == false)
            {
                yield return list.At(line + 1, $"{Changes} has no section '## {version} - {day}'");
            }

            if (tree.Find(Version)?.Text.Contains($"<Version>{version}</Version>", StringComparison.Ordinal) == true)
            {
                yield return list.At(line + 1, $"{Version} still builds {version}");
            }
        }
    }

    [GeneratedRegex(@"^(\d+\.\d+\.\d+) (\d{4}-\d\d-\d\d) [0-9a-f]{40}$")]
    private static partial Regex Release();
}
