using Cartwright.Tidy.Source;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Cartwright.Tidy.Rules;

/// <summary>A method that returns a task ends in Async.</summary>
internal sealed class AsyncSuffixRule : IRule
{
    /// <summary>Names that a framework or the language prescribes.</summary>
    private static readonly string[] NamedElsewhere = ["Main", "Invoke"];

    public IEnumerable<Violation> Check(SourceTree tree) =>
        from file in tree.Code("src")
        from node in file.Code.DescendantNodes()
        let name = NameOfTask(node)
        where name.IsKind(SyntaxKind.IdentifierToken)
            && !name.Text.EndsWith("Async", StringComparison.Ordinal)
            && !NamedElsewhere.Contains(name.Text)
        select file.At(name, $"{name.Text} returns a task; call it {name.Text}Async");

    private static SyntaxToken NameOfTask(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax method when !Identifiers.IsNamedElsewhere(method) && IsTask(method.ReturnType) =>
            method.Identifier,
        LocalFunctionStatementSyntax function when IsTask(function.ReturnType) => function.Identifier,
        _ => default,
    };

    private static bool IsTask(TypeSyntax type) => type switch
    {
        QualifiedNameSyntax qualified => IsTask(qualified.Right),
        SimpleNameSyntax name => name.Identifier.Text is "Task" or "ValueTask",
        _ => false,
    };
}
