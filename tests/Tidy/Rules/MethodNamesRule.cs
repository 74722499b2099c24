using Cartwright.Tidy.Source;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Cartwright.Tidy.Rules;

/// <summary>
/// Few methods of src have a name of one word: a name of two can be searched for. A name has one word when it has one
/// capital at most, without its <c>Async</c>. Each declaration counts, overloads and implementations of our own
/// interfaces too. Left out are names that are given elsewhere: overrides, explicit implementations, external
/// functions, local functions, and the methods that a framework asks for by name.
/// </summary>
internal sealed class MethodNamesRule : IRule
{
    /// <summary>Percent of the methods.</summary>
    private const double SharePercentMax = 33;

    private static readonly string[] NamedElsewhere =
        ["CompareTo", "Dispose", "DisposeAsync", "Equals", "Invoke", "Main"];

    private readonly double _percentMax;

    public MethodNamesRule()
        : this(SharePercentMax)
    {
    }

    public MethodNamesRule(double percentMax) => _percentMax = percentMax;

    public IEnumerable<Violation> Check(SourceTree tree)
    {
        var share = Share(tree);
        return share.Percent > _percentMax
            ? [new Violation("src", 1, $"{share}, at most {_percentMax} % may; the most frequent: {share.Worst(10)}")]
            : [];
    }

    public static NameShare Share(SourceTree tree)
    {
        var names = tree.Code("src")
            .SelectMany(file => file.Code.DescendantNodes().OfType<MethodDeclarationSyntax>())
            .Where(method => !IsNamedElsewhere(method))
            .Select(method => method.Identifier.Text)
            .ToList();
        return new NameShare(names.Count, [.. names.Where(HasOneWord)]);
    }

    private static bool HasOneWord(string name) => WithoutAsync(name).Count(char.IsUpper) <= 1;

    private static string WithoutAsync(string name) =>
        name.EndsWith("Async", StringComparison.Ordinal) ? name[..^"Async".Length] : name;

    private static bool IsNamedElsewhere(MethodDeclarationSyntax method) => Identifiers.IsNamedElsewhere(method)
        || method.Modifiers.Any(SyntaxKind.ExternKeyword)
        || NamedElsewhere.Contains(method.Identifier.Text);
}
