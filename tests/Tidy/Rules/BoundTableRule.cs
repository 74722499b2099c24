using Cartwright.Tidy.Source;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Cartwright.Tidy.Rules;

/// <summary>
/// The table of bounds in docs/architecture/engine.md names every number among the options of the engine and of the
/// shop's node, with the value in the source; the options' own comments do the same. A name in the table that is not an
/// option is a constant of Limits.
/// </summary>
internal sealed class BoundTableRule : IRule
{
    private const string Document = "docs/architecture/engine.md";
    private const string Limits = "src/Domain/Limits.cs";
    private const string Default = "Default: ";

    private static readonly string[] Options =
        ["src/Engine/Options/EngineOptions.cs", "src/Shop/Options/NodeOptions.cs"];

    public IEnumerable<Violation> Check(SourceTree tree)
    {
        var options = Options.Select(tree.Find).OfType<SourceFile>().SelectMany(OptionsOf).ToList();
        var known = options.Select(option => (option.Name, option.Value)).Concat(LimitTableRule.Constants(tree, Limits))
            .ToDictionary();
        var rows = tree.Find(Document) is { } document ? RowsOf(document).ToList() : [];
        return options.Where(option => !rows.Exists(row => row.Name == option.Name))
            .Select(option => option.Where(
                $"{option.Name} is not in the table of bounds of {Document}"))
            .Concat(options.Where(option => option.Commented != option.Value)
                .Select(option => option.Where($"{option.Name} is {option.Value}, its comment says otherwise")))
            .Concat(rows.Where(row => !known.TryGetValue(row.Name, out var value) || value != row.Value)
                .Select(row => row.Table.Document.At(row.Line, known.TryGetValue(row.Name, out var value)
                    ? $"{row.Name} is {value} in the source"
                    : $"the source has no {row.Name}")));
    }

    private static IEnumerable<(string Name, long? Value, int Line, MarkdownTable Table)> RowsOf(SourceFile document) =>
        from table in MarkdownTable.In(document)
        where table.Header is ["bound", "value", ..]
        from row in table.Rows
        select (row.Cells[0].Trim('`'), Amounts.Of(row.Cells[1]), row.Number, table);

    private static IEnumerable<Option> OptionsOf(SourceFile code) =>
        from property in code.Code.DescendantNodes().OfType<PropertyDeclarationSyntax>()
        let value = Amounts.Of(property.Initializer?.Value)
        where value is not null
        let comment = string.Join(' ', property.GetLeadingTrivia().ToFullString().Split(
            (char[])['/', '\n', ' '], StringSplitOptions.RemoveEmptyEntries))
        let place = comment.LastIndexOf(Default, StringComparison.Ordinal)
        select new Option(
            property.Identifier.Text,
            value.Value,
            place < 0 ? null : Amounts.Of(comment[(place + Default.Length)..]),
            message => code.At(property, message));

    private sealed record Option(string Name, long Value, long? Commented, Func<string, Violation> Where);
}
