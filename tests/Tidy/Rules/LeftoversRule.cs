using System.Text.RegularExpressions;
using Cartwright.Tidy.Source;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Cartwright.Tidy.Rules;

/// <summary>
/// No promise of later work, no code in a comment, no folded region, and no warning switched off in place:
/// .editorconfig does that, with a sentence.
/// </summary>
internal sealed partial class LeftoversRule : IRule
{
    public IEnumerable<Violation> Check(SourceTree tree) =>
        from file in tree.Code()
        from trivia in file.Code.DescendantTrivia()
        let fault = FaultOf(trivia)
        where fault is not null
        select file.At(trivia, fault);

    private static string? FaultOf(SyntaxTrivia trivia) => trivia.Kind() switch
    {
        SyntaxKind.RegionDirectiveTrivia => "a region hides length; split the file by reason to change",
        SyntaxKind.PragmaWarningDirectiveTrivia => "rules are suppressed in .editorconfig only, with a sentence",
        SyntaxKind.SingleLineCommentTrivia when IsCode(trivia.ToString()[2..].Trim()) =>
            "code in a comment; the history keeps what was",
        SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
            or SyntaxKind.SingleLineDocumentationCommentTrivia when Promise().Match(trivia.ToString()) is
            { Success: true } promise => $"no {promise.Value}: do it, or leave it",
        _ => null,
    };

    // Prose can end a line with a semicolon, but is seldom a statement.
    private static bool IsCode(string comment) =>
        comment.EndsWith('{')
        || (comment.EndsWith(';') && CodeMark().IsMatch(comment)
            && !SyntaxFactory.ParseStatement(comment).ContainsDiagnostics);

    [GeneratedRegex(@"[(=.\[]|^(return|break|continue|throw|yield|using)\b|\+\+|--")]
    private static partial Regex CodeMark();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b")]
    private static partial Regex Promise();
}
