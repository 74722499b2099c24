using System.Text.RegularExpressions;

namespace Cartwright.Tidy.Source;

/// <summary>The parts of Markdown that links and headings need.</summary>
internal static partial class Markdown
{
    public static IEnumerable<MarkdownLink> Links(SourceFile document) =>
        from line in Prose(document)
        let text = InlineCode().Replace(line.Text, "")
        from match in InlineLink().Matches(text).Concat(LinkDefinition().Matches(text))
        select new MarkdownLink(line.Number, match.Groups["target"].Value);

    /// <summary>
    /// The possible targets after a link's #: headings, in the form that GitHub gives them, and anchors in HTML.
    /// </summary>
    public static HashSet<string> Anchors(SourceFile document)
    {
        var anchors = new HashSet<string>();
        foreach (var (_, text) in Prose(document))
        {
            anchors.UnionWith(HtmlAnchor().Matches(text).Select(match => match.Groups["name"].Value));
            if (Heading().Match(text) is { Success: true } heading)
            {
                AddHeading(anchors, Slug(heading.Groups["text"].Value));
            }
        }

        return anchors;
    }

    // A heading that comes again gets a number.
    private static void AddHeading(HashSet<string> anchors, string slug)
    {
        var anchor = slug;
        for (var again = 1; anchors.Contains(anchor); again++)
        {
            anchor = $"{slug}-{again}";
        }

        anchors.Add(anchor);
    }

    private static string Slug(string heading)
    {
        var text = LinkText().Replace(heading, "${text}").Trim().ToLowerInvariant();
        return string.Concat(text
            .Where(letter => char.IsLetterOrDigit(letter) || letter is ' ' or '-' or '_')
            .Select(letter => letter == ' ' ? '-' : letter));
    }

    // The lines outside of fenced code.
    public static IEnumerable<(int Number, string Text)> Prose(SourceFile document)
    {
        var fence = "";
        foreach (var (index, line) in document.Lines.Index())
        {
            var mark = Fence().Match(line).Groups["mark"].Value;
            if (fence.Length == 0 && mark.Length == 0)
            {
                yield return (index + 1, line);
            }
            else if (fence.Length == 0)
            {
                fence = mark;
            }
            else if (mark.StartsWith(fence, StringComparison.Ordinal))
            {
                fence = "";
            }
        }
    }

    [GeneratedRegex(@"\]\(\s*<?(?<target>[^)\s>]+)>?(\s+""[^""]*"")?\s*\)")]
    private static partial Regex InlineLink();

    [GeneratedRegex(@"^\s{0,3}\[[^\]]+\]:\s+<?(?<target>[^\s>]+)")]
    private static partial Regex LinkDefinition();

    [GeneratedRegex(@"\[(?<text>[^\]]*)\]\([^)]*\)")]
    private static partial Regex LinkText();

    [GeneratedRegex(@"(`+)(?!`).*?(?<!`)\1(?!`)")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"^#{1,6}\s+(?<text>.*?)\s*#*$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"<\w+[^>]*\s(id|name)=""(?<name>[^""]+)""")]
    private static partial Regex HtmlAnchor();

    [GeneratedRegex(@"^\s*(?<mark>```+|~~~+)")]
    private static partial Regex Fence();
}
