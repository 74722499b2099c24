using System.Xml.Linq;
using Cartwright.Tidy.Source;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Cartwright.Tidy.Rules;

/// <summary>Only the composition picks adapters; to the rest of the program they are ports.</summary>
internal sealed class CompositionRule : IRule
{
    private const string Composition = "src/Cli/Composition";

    private const string Global = "global::";

    /// <summary>The adapter that takes a connection string also parses it, and names its secret parts.</summary>
    private const string ConnectionStrings = "src/Cli/Configuration/Secrets.cs";

    public IEnumerable<Violation> Check(SourceTree tree) =>
        tree.Code("src/Cli")
            .Where(file => file.Path != ConnectionStrings && !file.IsUnder(Composition))
            .SelectMany(CheckCode)
            .Concat(tree.EndingIn(".csproj", under: "src/Cli").SelectMany(CheckGlobalUsings));

    private static IEnumerable<Violation> CheckCode(SourceFile file) =>
        from node in file.Code.DescendantNodes()
        where IsWholeName(node) && NamesAdapter(node)
        select file.At(node, $"only the composition may name an adapter: {node.ToString().Trim()}");

    private static IEnumerable<Violation> CheckGlobalUsings(SourceFile project) =>
        from element in XDocument.Parse(project.Text).Descendants("Using")
        let name = element.Attribute("Include")?.Value ?? ""
        where NamesAdapter(name)
        select project.At(1, $"only the composition may name an adapter: {name}");

    // The longest dotted name: A.B.C, and not A.B in it.
    private static bool IsWholeName(SyntaxNode node) =>
        node is NameSyntax or MemberAccessExpressionSyntax
        && node.Parent is not (QualifiedNameSyntax or MemberAccessExpressionSyntax or AliasQualifiedNameSyntax);

    private static bool NamesAdapter(SyntaxNode node)
    {
        var name = string.Concat(node.ToString().Where(letter => !char.IsWhiteSpace(letter)));
        return NamesAdapter(name.StartsWith(Global, StringComparison.Ordinal) ? name[Global.Length..] : name);
    }

    // From inside the namespace Cartwright.Cli, `Sqlite.Store` is `Cartwright.Sqlite.Store`.
    private static bool NamesAdapter(string name) => ProjectArrowsRule.Adapters.Any(adapter =>
        name == $"Cartwright.{adapter}"
        || name.StartsWith($"Cartwright.{adapter}.", StringComparison.Ordinal)
        || name.StartsWith($"{adapter}.", StringComparison.Ordinal));
}
