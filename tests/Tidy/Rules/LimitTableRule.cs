using Cartwright.Tidy.Source;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Cartwright.Tidy.Rules;

/// <summary>The maxima of orders, stock and credit are the same in API, in PROTOCOL and in the source.</summary>
internal sealed class LimitTableRule : IRule
{
    private const string Limits = "src/Domain/Limits.cs";
    private static readonly string[] Documents = ["docs/API.md", "docs/PROTOCOL.md"];

    // The subject of a row, by its first words.
    private static readonly (string Words, string Constant)[] Rows =
    [
        ("price of one unit", "PriceMax"),
        ("units of one item in one line", "QuantityMax"),
        ("total of one order", "CreditMax"),
        ("units of one item in stock", "StockMax"),
        ("lines of one order", "LinesMax"),
        ("entities of one `batch_init`", "InitMax"),
    ];

    public IEnumerable<Violation> Check(SourceTree tree)
    {
        var constants = Constants(tree, Limits).ToDictionary();
        return from document in Documents.Select(tree.Find).OfType<SourceFile>()
               from row in Rows
               let found = Find(document, row.Words)
               where found is null || Amounts.Of(found.Value.Value) != constants.GetValueOrDefault(row.Constant)
               select document.At(
                   found?.Line ?? 1, $"'{row.Words}…' has to be {constants.GetValueOrDefault(row.Constant)}");
    }

    /// <summary>The numbers that a file declares as constants.</summary>
    public static IEnumerable<(string Name, long Value)> Constants(SourceTree tree, string path) =>
        from field in tree.Find(path)?.Code.DescendantNodes().OfType<VariableDeclaratorSyntax>() ?? []
        let value = Amounts.Of(field.Initializer?.Value)
        where value is not null
        select (field.Identifier.Text, value.Value);

    private static (int Line, string Value)? Find(SourceFile document, string words)
    {
        var found = from table in MarkdownTable.In(document)
                    where table.Header is ["what", "most"]
                    from row in table.Rows
                    where row.Cells[0].StartsWith(words, StringComparison.Ordinal)
                    select ((int, string)?)(row.Number, row.Cells[1]);
        return found.FirstOrDefault();
    }
}
