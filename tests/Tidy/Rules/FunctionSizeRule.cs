using Cartwright.Tidy.Source;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Cartwright.Tidy.Rules;

/// <summary>No function has more than 70 lines, and few have more than 30.</summary>
internal sealed class FunctionSizeRule : IRule
{
    public const int LinesMax = 70;
    public const int LinesAim = 30;

    public IEnumerable<Violation> Check(SourceTree tree)
    {
        var tooLong = Functions(tree)
            .Where(function => function.Lines > LinesMax)
            .Select(function => function.Where with
            {
                Message = $"{function.Where.Message}; a function has {LinesMax} at most",
            });
        return tooLong.Concat(Sizes(tree).Check($"functions have more than {LinesAim} lines"));
    }

    public static SizeRatio Sizes(SourceTree tree) => SizeRatio.Of(Functions(tree), LinesAim);

    private static IEnumerable<(Violation Where, int Lines)> Functions(SourceTree tree) =>
        from file in tree.Code()
        from node in file.Code.DescendantNodes()
        let name = NameOf(node)
        where name is not null
        let lines = file.LinesOf(Start(node), node.Span.End)
        select (file.At(node, $"{name} has {lines} lines"), lines);

    // Null for a node that is not a function. Statements at the top of a file are bound by the size of the file.
    private static string? NameOf(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax { ExpressionBody: { } body } when IsTable(body) => null,
        MethodDeclarationSyntax method => method.Identifier.Text,
        LocalFunctionStatementSyntax local => local.Identifier.Text,
        ConstructorDeclarationSyntax constructor => constructor.Identifier.Text,
        DestructorDeclarationSyntax destructor => destructor.Identifier.Text,
        OperatorDeclarationSyntax or ConversionOperatorDeclarationSyntax => "an operator",
        AccessorDeclarationSyntax { Body: null, ExpressionBody: null } => null,
        AccessorDeclarationSyntax accessor => accessor.Keyword.Text,
        PropertyDeclarationSyntax { ExpressionBody: { } body } property when !IsTable(body) => property.Identifier.Text,
        IndexerDeclarationSyntax { ExpressionBody: not null } => "an indexer",
        AnonymousFunctionExpressionSyntax => "a lambda",
        _ => null,
    };

    // Rows of values are data, whatever their number.
    private static bool IsTable(ArrowExpressionClauseSyntax body) => body.Expression
        is CollectionExpressionSyntax
        or ArrayCreationExpressionSyntax
        or ImplicitArrayCreationExpressionSyntax
        or BaseObjectCreationExpressionSyntax { Initializer: not null };

    // Attributes above a function are not part of its size.
    private static int Start(SyntaxNode node) => node switch
    {
        MemberDeclarationSyntax { AttributeLists: [.., var last] } => last.GetLastToken().GetNextToken().SpanStart,
        LocalFunctionStatementSyntax { AttributeLists: [.., var last] } => last.GetLastToken().GetNextToken().SpanStart,
        _ => node.SpanStart,
    };
}
