using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Cartwright.Tidy.Source;

/// <summary>The names that a file declares. Names that it only uses are declared elsewhere.</summary>
internal static partial class Identifiers
{
    public static IEnumerable<SyntaxToken> DeclaredIn(SourceFile file) =>
        file.Code.DescendantNodes()
            .Select(NameToken)
            .Where(token => token.IsKind(SyntaxKind.IdentifierToken));

    /// <summary>The words of a name: <c>HoldCreditAsync</c> is hold, credit and async.</summary>
    public static string[] Words(string identifier) =>
        [.. Word().Matches(identifier).Select(match => match.Value.ToLowerInvariant())];

    private static SyntaxToken NameToken(SyntaxNode node) => node switch
    {
        // An overriding or implementing member got its name elsewhere.
        MethodDeclarationSyntax method when IsNamedElsewhere(method) => default,
        ParameterSyntax { Parent.Parent: MethodDeclarationSyntax method } when IsNamedElsewhere(method) => default,
        BaseTypeDeclarationSyntax type => type.Identifier,
        DelegateDeclarationSyntax type => type.Identifier,
        MethodDeclarationSyntax method => method.Identifier,
        LocalFunctionStatementSyntax function => function.Identifier,
        PropertyDeclarationSyntax property => property.Identifier,
        EventDeclarationSyntax @event => @event.Identifier,
        EnumMemberDeclarationSyntax member => member.Identifier,
        VariableDeclaratorSyntax variable => variable.Identifier,
        SingleVariableDesignationSyntax variable => variable.Identifier,
        ForEachStatementSyntax loop => loop.Identifier,
        CatchDeclarationSyntax caught => caught.Identifier,
        ParameterSyntax parameter => parameter.Identifier,
        TypeParameterSyntax parameter => parameter.Identifier,
        TupleElementSyntax element => element.Identifier,
        _ => default,
    };

    public static bool IsNamedElsewhere(MethodDeclarationSyntax method) =>
        method.ExplicitInterfaceSpecifier is not null || method.Modifiers.Any(SyntaxKind.OverrideKeyword);

    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")]
    private static partial Regex Word();
}
