using System.Text.RegularExpressions;
using Cartwright.Tidy.Source;

namespace Cartwright.Tidy.Rules;

/// <summary>
/// A page of docs has one reader and one question, and its first sentence names both. The page of an error code states
/// cause, effect and action instead, each under its heading.
/// </summary>
internal sealed partial class PageQuestionRule : IRule
{
    private static readonly string[] Headings = ["**What it means.**", "**What changed.**", "**What to do.**"];

    public IEnumerable<Violation> Check(SourceTree tree) => tree.EndingIn(".md", under: "docs").SelectMany(CheckPage);

    private static IEnumerable<Violation> CheckPage(SourceFile page)
    {
        if (page.IsUnder("docs/errors") && page.Name != "README.md")
        {
            var found = page.Lines.SelectMany(line => Headings.Where(heading => Begins(line, heading)));
            return found.SequenceEqual(Headings)
                ? []
                : [page.At(1, $"has to have {string.Join(", ", Headings)}, once and in this order")];
        }

        var first = Prose.ParagraphsOf(page).FirstOrDefault();
        return first is not null && Opening().IsMatch(first.Text)
            ? []
            : [page.At(first?.Line ?? 1, "has to begin with its reader and its question: This page is for …: …?")];
    }

    private static bool Begins(string line, string heading) => line.StartsWith(heading, StringComparison.Ordinal);

    [GeneratedRegex(@"^(This page|These pages)\b[^.?]*\bfor\b[^.?]*\?")]
    private static partial Regex Opening();
}
