using System.Text.RegularExpressions;

namespace Cartwright.Tidy.Source;

/// <summary>A table of a document: consecutive lines that begin with a bar.</summary>
/// <param name="Document">The document.</param>
/// <param name="Lines">All of its lines, each with its number and its cells; the first is the header.</param>
internal sealed partial record MarkdownTable(
    SourceFile Document, IReadOnlyList<(int Number, string Text, string[] Cells)> Lines)
{
    public string[] Header => Lines[0].Cells;

    /// <summary>Whether the second line separates a header from the rows, as Markdown requires.</summary>
    public bool HasSeparator => Lines.Count > 1 && Separator().IsMatch(Lines[1].Text);

    /// <summary>The rows below the separator.</summary>
    public IEnumerable<(int Number, string Text, string[] Cells)> Rows => Lines.Skip(HasSeparator ? 2 : 1);

    /// <summary>All tables of a document, without those in fenced code.</summary>
    public static IEnumerable<MarkdownTable> In(SourceFile document)
    {
        List<(int Number, string Text, string[] Cells)> lines = [];
        foreach (var (number, text) in Markdown.Prose(document).Where(line => line.Text.StartsWith('|')))
        {
            if (lines.Count > 0 && lines[^1].Number != number - 1)
            {
                yield return new MarkdownTable(document, [.. lines]);
                lines.Clear();
            }

            lines.Add((number, text, Cells(text)));
        }

        if (lines.Count > 0)
        {
            yield return new MarkdownTable(document, lines);
        }
    }

    // A bar with a backslash before it is text.
    private static string[] Cells(string line) =>
        [.. Bar().Split(line.Trim().Trim('|')).Select(cell => cell.Trim())];

    [GeneratedRegex(@"^\|(\s*:?-+:?\s*\|)+\s*$")]
    private static partial Regex Separator();

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex Bar();
}
