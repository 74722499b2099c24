using Cartwright.Tidy.Source;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Cartwright.Tidy.Rules;

/// <summary>
/// No two types of src have one name, so that a search finds one type. Generic types count by their name without
/// parameters. Remaining names are listed here; a name that has become unique has to leave the list.
/// </summary>
internal sealed class UniqueTypeNamesRule : IRule
{
    private readonly IReadOnlyList<string> _left;

    public UniqueTypeNamesRule()
        : this([])
    {
    }

    public UniqueTypeNamesRule(IReadOnlyList<string> left) => _left = left;

    public IEnumerable<Violation> Check(SourceTree tree)
    {
        var shared = Shared(tree);
        var found = shared.Where(name => !_left.Contains(name.Key)).SelectMany(name => name.Value
            .Skip(1)
            .Select(path => new Violation(path, 1, $"there is a {name.Key} in {name.Value[0]} too; rename one")));
        var gone = _left.Where(name => !shared.ContainsKey(name))
            .Select(name => new Violation("src", 1, $"one type is called {name} at most, and it is still listed"));
        return found.Concat(gone);
    }

    /// <summary>The names that more than one file gives to a type, with these files.</summary>
    public static IReadOnlyDictionary<string, List<string>> Shared(SourceTree tree) => tree.Code("src")
        .SelectMany(file => file.Code.DescendantNodes().Select(NameOf).OfType<string>()
            .Where(name => name.Length > 0)
            .Distinct()
            .Select(name => (Name: name, file.Path)))
        .GroupBy(type => type.Name)
        .Where(type => type.Count() > 1)
        .ToDictionary(type => type.Key, type => type.Select(place => place.Path).Order().ToList());

    // A block of extensions is a declaration without a name.
    private static string? NameOf(Microsoft.CodeAnalysis.SyntaxNode node) => node switch
    {
        BaseTypeDeclarationSyntax type => type.Identifier.Text,
        DelegateDeclarationSyntax type => type.Identifier.Text,
        _ => null,
    };
}
