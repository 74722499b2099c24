using Cartwright.Tidy.Source;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Cartwright.Tidy.Rules;

/// <summary>No dynamic, and no partial type except where a source generator writes the other part.</summary>
internal sealed class PlainLanguageRule : IRule
{
    private static readonly string[] Generators =
        ["LoggerMessage", "GeneratedRegex", "LibraryImport", "JsonSerializable", "JsonSourceGenerationOptions"];

    public IEnumerable<Violation> Check(SourceTree tree) =>
        from file in tree.Code()
        from node in file.Code.DescendantNodes()
        let fault = FaultOf(node)
        where fault is not null
        select file.At(node, fault);

    private static string? FaultOf(SyntaxNode node) => node switch
    {
        IdentifierNameSyntax { Identifier.Text: "dynamic" } name when SyntaxFacts.IsInTypeOnlyContext(name) =>
            "dynamic is checked by nobody; use a type",
        TypeDeclarationSyntax type when type.Modifiers.Any(SyntaxKind.PartialKeyword) && !IsGenerated(type) =>
            $"{type.Identifier.Text} is partial and no generator needs it; split it by reason to change",
        _ => null,
    };

    private static bool IsGenerated(TypeDeclarationSyntax type) => type.DescendantNodes()
        .OfType<AttributeSyntax>()
        .Any(attribute => Generators.Contains(attribute.Name.ToString().Split('.')[^1]));
}
