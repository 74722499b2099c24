using System.Text.RegularExpressions;
using Cartwright.Tidy.Source;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Cartwright.Tidy.Rules;

/// <summary> The services are listed once, in <c>ShopServices</c>. A file that names three of them is one more list, to
/// which a new service would have to be added. The remaining files have their reasons here. </summary>
/// <param name="left">The files that may name three services, with the reason of each.</param>
internal sealed partial class ServiceListRule(IReadOnlyDictionary<string, string> left) : IRule
{
    private const int NamesMax = 2;
    private const string Released = "a file that was released is never changed";

    /// <summary>The place of the names.</summary>
    internal const string Source = "src/Domain/Roles.cs";

    private static readonly string[] Holders = ["Role", "ShopServices"];

    public ServiceListRule()
        : this(new Dictionary<string, string>
        {
            [Source] = "the names themselves",
            ["src/Lab/Cluster/ClusterPlan.cs"] = "the laboratory links no shop; a test compares them",
            ["src/Shop/ShopServices.cs"] = "the list itself",
            ["src/Postgres/Migrations/0001-engine.sql"] = Released,
            ["src/Program/Examples.cs"] = "examples of commands, as they are typed",
            ["src/Program/Verbs.cs"] = "the description of the program",
            ["src/Sqlite/Migrations/0001-tables.sql"] = Released,
            ["src/Sqlite/Migrations/0003-keys-by-service.sql"] = Released,
            ["src/Web/Endpoints/ServiceEndpoints.cs"] = "a service without endpoints does not start",
        })
    {
    }

    public IEnumerable<Violation> Check(SourceTree tree)
    {
        var names = NamesIn(tree);
        var lists = tree.Code("src").Where(file => Count(names, CodeWords(names, file)) > NamesMax)
            .Concat(tree.EndingIn(".sql", "src").Where(file => Count(names, SqlWords(file)) > NamesMax))
            .ToList();
        foreach (var file in lists.Where(file => !left.ContainsKey(file.Path)))
        {
            yield return file.At(1, "lists the services; they are listed once, in ShopServices");
        }

        foreach (var file in tree.Files.Where(file => left.ContainsKey(file.Path)).Except(lists))
        {
            yield return file.At(1, $"lists the services no more: take it out of {nameof(ServiceListRule)}");
        }
    }

    private static HashSet<string> NamesIn(SourceTree tree) =>
    [
        .. tree.Find(Source)?.Code.DescendantTokens().Where(token => token.IsKind(SyntaxKind.StringLiteralToken))
            .Select(token => token.ValueText) ?? [],
    ];

    private static int Count(HashSet<string> names, IEnumerable<string> words) =>
        words.Where(names.Contains).Distinct().Count();

    // `Role.Order`, and the words of texts: a text that is one name, or has several. Comments, and sentences about one
    // service, are not lists.
    private static IEnumerable<string> CodeWords(HashSet<string> names, SourceFile file) => file.Code.DescendantTokens()
        .Where(token => token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.InterpolatedStringTextToken
            or SyntaxKind.Utf8StringLiteralToken or SyntaxKind.SingleLineRawStringLiteralToken
            or SyntaxKind.MultiLineRawStringLiteralToken)
        .Select(token => Word().Matches(token.ValueText).Select(match => match.Value).ToList())
        .Where(words => words.Count == 1 || words.Distinct().Count(names.Contains) > 1)
        .SelectMany(words => words)
        .Concat(file.Code.DescendantNodes().OfType<MemberAccessExpressionSyntax>()
            .Where(access => Holders.Contains(access.Expression.ToString()))
            .Select(access => access.Name.Identifier.Text.ToLowerInvariant()));

    private static IEnumerable<string> SqlWords(SourceFile file) =>
        file.Lines.Where(line => !line.StartsWith("--", StringComparison.Ordinal))
            .SelectMany(line => QuotedWord().Matches(line).Select(match => match.Groups[1].Value));

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();

    [GeneratedRegex(@"'(\w+)")]
    private static partial Regex QuotedWord();
}
