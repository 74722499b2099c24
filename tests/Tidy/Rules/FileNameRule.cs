using Cartwright.Tidy.Source;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Cartwright.Tidy.Rules;

/// <summary>
/// One public type per file, and the file is named after it. Two exceptions: a short file may have further types, and a
/// family may share a file. A family is messages or replies, in a file that ends in Messages.cs or Replies.cs, or types
/// that end in the same word (OrderId and ItemId in Ids.cs).
/// </summary>
internal sealed class FileNameRule : IRule
{
    private const int CompanyLinesMax = 250;

    public IEnumerable<Violation> Check(SourceTree tree) => tree.Code("src").SelectMany(CheckFile);

    private static IEnumerable<Violation> CheckFile(SourceFile file)
    {
        var types = PublicTypes(file).ToList();
        if (types.Count > 0 && !IsNamedAfter(file, [.. types.Select(NameOf)]))
        {
            yield return file.At(types[0], $"no public type is called like the file; call it {NameOf(types[0])}.cs");
        }

        if (types.Count > 1 && file.Lines.Count >= CompanyLinesMax)
        {
            yield return file.At(types[1],
                $"{types.Count} public types in {file.Lines.Count} lines; give {NameOf(types[1])} a file of its own");
        }
    }

    private static bool IsNamedAfter(SourceFile file, IReadOnlyList<string> types)
    {
        var name = Path.GetFileNameWithoutExtension(file.Name);
        return types.Contains(name)
            || name.EndsWith("Messages", StringComparison.Ordinal)
            || name.EndsWith("Replies", StringComparison.Ordinal)
            || (name.EndsWith('s') && types.All(type => type.EndsWith(name[..^1], StringComparison.Ordinal)));
    }

    private static IEnumerable<MemberDeclarationSyntax> PublicTypes(SourceFile file) => file.Code
        .DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
        .OfType<MemberDeclarationSyntax>()
        .Where(member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax)
        .Where(member => member.Modifiers.Any(SyntaxKind.PublicKeyword));

    private static string NameOf(MemberDeclarationSyntax type) => type switch
    {
        BaseTypeDeclarationSyntax named => named.Identifier.Text,
        DelegateDeclarationSyntax named => named.Identifier.Text,
        _ => "",
    };
}
