using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Cartwright.Tidy.Source;

/// <summary>A run of lines that people read: one comment, one text of the program, or one paragraph.</summary>
internal sealed partial record Prose(SourceFile File, int Line, string Text)
{
    private const int WordsOfATextMin = 4;

    public int Words => Word().Count(Text);

    /// <summary>The comments of a C# file. Consecutive lines are one comment; tags are left out.</summary>
    public static IEnumerable<Prose> CommentsOf(SourceFile file) => Runs(file, file.Code.DescendantTrivia()
        .Where(IsComment)
        .SelectMany(trivia => LinesOf(trivia.ToFullString(), LineOf(trivia.FullSpan.Start, file)))
        .Select(line => (line.Number, Tag().Replace(CommentMark().Replace(line.Text, ""), " "))));

    /// <summary>
    /// The texts of a C# file: strings of four words or more, without their interpolated values. A string that begins
    /// with a word in capitals is SQL.
    /// </summary>
    public static IEnumerable<Prose> TextsOf(SourceFile file) =>
        from node in file.Code.DescendantNodes()
        where IsText(node)
        let text = new Prose(file, LineOf(node.SpanStart, file), TextOf(node))
        where text.Words >= WordsOfATextMin && !Capitals().IsMatch(text.Text)
        select text;

    /// <summary>The comments of a script, and of other files in which a comment is a line that begins with #.</summary>
    public static IEnumerable<Prose> HashCommentsOf(SourceFile file) => Runs(file, file.Lines
        .Index()
        .Where(line => HashMark().IsMatch(line.Item))
        .Select(line => (line.Index + 1, Code().Replace(HashMark().Replace(line.Item, ""), " "))));

    /// <summary>
    /// The paragraphs of a page in Markdown, without headings, blocks and pieces of code. A heading can begin a
    /// paragraph, in bold and with a full stop.
    /// </summary>
    public static IEnumerable<Prose> ParagraphsOf(SourceFile file)
    {
        var isCode = false;
        var lines = new List<(int, string)>();
        foreach (var (index, line) in file.Lines.Index())
        {
            var isFence = line.TrimStart().StartsWith("```", StringComparison.Ordinal);
            isCode ^= isFence;
            if (!isCode && !isFence && !line.StartsWith('#') && line.Trim().Length > 0)
            {
                lines.Add((index + 1, Code().Replace(RunInHeading().Replace(line, ""), " ")));
            }
        }

        return Runs(file, lines);
    }

    /// <summary>Whether the sentence around a place ends with a question mark.</summary>
    public bool AsksAt(int place)
    {
        var end = SentenceEnd().Match(Text, place);
        return end.Success && end.ValueSpan[0] == '?';
    }

    public int LineAt(int place) => Line + Text.AsSpan(0, place).Count('\n');

    private static bool IsComment(SyntaxTrivia trivia) =>
        trivia.IsKind(SyntaxKind.SingleLineCommentTrivia)
        || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia)
        || trivia.IsKind(SyntaxKind.SingleLineDocumentationCommentTrivia)
        || trivia.IsKind(SyntaxKind.MultiLineDocumentationCommentTrivia);

    // A text that is put together with "+" is as many texts as it has parts.
    private static bool IsText(SyntaxNode node) =>
        node.IsKind(SyntaxKind.StringLiteralExpression) || node is InterpolatedStringExpressionSyntax;

    private static string TextOf(SyntaxNode node)
    {
        var text = node is InterpolatedStringExpressionSyntax parts
            ? string.Join('_', parts.Contents.OfType<InterpolatedStringTextSyntax>())
            : node.ToString().Trim('"');
        return Hole().Replace(text, "_").TrimStart();
    }

    private static IEnumerable<(int Number, string Text)> LinesOf(string text, int first) =>
        text.TrimEnd().Split('\n').Select((line, index) => (first + index, line));

    private static IEnumerable<Prose> Runs(SourceFile file, IEnumerable<(int Number, string Text)> lines)
    {
        var run = new List<string>();
        var next = 0;
        foreach (var (number, text) in lines)
        {
            if (number != next && run.Count > 0)
            {
                yield return new Prose(file, next - run.Count, string.Join('\n', run));
                run.Clear();
            }

            run.Add(text);
            next = number + 1;
        }

        if (run.Count > 0)
        {
            yield return new Prose(file, next - run.Count, string.Join('\n', run));
        }
    }

    private static int LineOf(int position, SourceFile file) =>
        file.Code.SyntaxTree.GetText().Lines.GetLineFromPosition(position).LineNumber + 1;

    [GeneratedRegex(@"[A-Za-z]+(?:['’][a-z]+)?")]
    private static partial Regex Word();

    [GeneratedRegex(@"\{[^{}]*\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"^[A-Z]{2,}\b")]
    private static partial Regex Capitals();

    [GeneratedRegex(@"^\s*(///?|/\*+|\*+/?)|\*/\s*$")]
    private static partial Regex CommentMark();

    [GeneratedRegex(@"<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"^\s*#(?!!)")]
    private static partial Regex HashMark();

    [GeneratedRegex(@"^\*\*[^*]+\.\*\*")]
    private static partial Regex RunInHeading();

    [GeneratedRegex(@"`[^`]*`")]
    private static partial Regex Code();

    [GeneratedRegex(@"[.!?:;](?=\s|$)")]
    private static partial Regex SentenceEnd();
}
