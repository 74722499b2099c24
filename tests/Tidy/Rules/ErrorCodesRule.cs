using Cartwright.Tidy.Source;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Cartwright.Tidy.Rules;

/// <summary>
/// Every code that a user can meet has its page in docs/errors, and no page describes a code that is gone. The codes
/// are read from the source: the texts in types named …Codes, and the first argument of every
/// FatalFault that names its code itself.
/// </summary>
internal sealed class ErrorCodesRule : IRule
{
    private const string Folder = "docs/errors";
    private const string Table = $"{Folder}/README.md";
    private const string Fault = "FatalFault";

    // A list of codes is known by its name: an adapter brings its own.
    private const string List = "Codes";

    public IEnumerable<Violation> Check(SourceTree tree)
    {
        var codes = tree.Code("src").SelectMany(CodesOf).ToList();
        var missing = codes.Where(code => tree.Find(PageOf(code.Text)) is null)
            .Select(code => code.File.At(code.Where, $"'{code.Text}' has no {PageOf(code.Text)}"));
        var known = codes.Select(code => PageOf(code.Text)).ToHashSet();
        var leftOver = tree.EndingIn(".md", under: Folder)
            .Where(page => page.Path != Table && !known.Contains(page.Path))
            .Select(page => page.At(1, "no code in the source is called so"));
        return missing.Concat(leftOver);
    }

    private static string PageOf(string code) => $"{Folder}/{code}.md";

    private static IEnumerable<(string Text, SourceFile File, SyntaxNode Where)> CodesOf(SourceFile file) =>
        from literal in file.Code.DescendantNodes().OfType<LiteralExpressionSyntax>()
        where literal.IsKind(SyntaxKind.StringLiteralExpression) && literal.Token.ValueText.Length > 0
        where IsListed(literal) || IsCodeOfFault(literal)
        select (literal.Token.ValueText, file, (SyntaxNode)literal);

    // The value of a field of a list of codes; titles and messages are arguments.
    private static bool IsListed(LiteralExpressionSyntax literal) =>
        literal.Ancestors().OfType<BaseTypeDeclarationSyntax>().FirstOrDefault() is { } type
        && type.Identifier.Text.EndsWith(List, StringComparison.Ordinal)
        && literal.Ancestors().TakeWhile(node => node != type).All(node => node is not BaseArgumentListSyntax)
        && literal.Ancestors().OfType<FieldDeclarationSyntax>().Any();

    private static bool IsCodeOfFault(LiteralExpressionSyntax literal) =>
        literal.Parent is ArgumentSyntax { Parent: ArgumentListSyntax arguments } argument
        && arguments.Arguments[0] == argument
        && arguments.Parent switch
        {
            ObjectCreationExpressionSyntax made => made.Type.ToString() == Fault,
            ImplicitObjectCreationExpressionSyntax made => IsMadeByMethodOf(made),
            _ => false,
        };

    // `FatalFault Unsafe(string message) => new("unsafe-server", message)` names the type before the arrow.
    private static bool IsMadeByMethodOf(ImplicitObjectCreationExpressionSyntax made) =>
        made.Ancestors().OfType<MethodDeclarationSyntax>().FirstOrDefault()?.ReturnType.ToString() == Fault;
}
