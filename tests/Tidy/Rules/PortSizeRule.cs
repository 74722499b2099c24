using Cartwright.Tidy.Source;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Cartwright.Tidy.Rules;

/// <summary>A port has at most four members, so that an adapter or a fake of it stays small.</summary>
internal sealed class PortSizeRule : IRule
{
    private const int MembersMax = 4;

    public IEnumerable<Violation> Check(SourceTree tree) =>
        from file in tree.Code("src/Engine/Ports")
        from port in file.Code.DescendantNodes().OfType<InterfaceDeclarationSyntax>()
        let members = port.Members.Count(member => member is not BaseTypeDeclarationSyntax)
        where members > MembersMax
        select file.At(port, $"{port.Identifier.Text} has {members} members; a port has {MembersMax} at most");
}
