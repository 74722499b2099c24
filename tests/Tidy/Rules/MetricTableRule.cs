using Cartwright.Tidy.Source;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Cartwright.Tidy.Rules;

/// <summary>
/// Every instrument of the source is in the table of metrics in docs/operating/watching.md, with its unit and its kind,
/// and every row there belongs to an instrument of the source.
/// </summary>
internal sealed class MetricTableRule : IRule
{
    private const string Document = "docs/operating/watching.md";
    private const string Prefix = "cartwright.";

    public IEnumerable<Violation> Check(SourceTree tree)
    {
        var metrics = tree.Code("src").SelectMany(MetricsOf).ToList();
        var rows = tree.Find(Document) is { } document ? RowsOf(document).ToList() : [];
        return metrics
            .Where(metric => !rows.Exists(row => row.Name == metric.Name && row.Kind == metric.Kind))
            .Select(metric => metric.File.At(
                metric.Where, $"{metric.Name} ({metric.Kind}) is not in the table of {Document}"))
            .Concat(rows
                .Where(row => !metrics.Exists(metric => metric.Name == row.Name))
                .Select(row => row.Table.Document.At(row.Line, $"the source measures no {row.Name}")));
    }

    private static IEnumerable<(string Name, string Kind, int Line, MarkdownTable Table)> RowsOf(SourceFile document) =>
        from table in MarkdownTable.In(document)
        where table.Header is ["name", "unit, kind", ..]
        from row in table.Rows
        select (row.Cells[0].Trim('`'), row.Cells[1], row.Number, table);

    private static IEnumerable<(string Name, string Kind, SourceFile File, SyntaxNode Where)> MetricsOf(
        SourceFile file) =>
        from found in Calls.In(file)
        let kind = KindOf(found.Name)
        where kind is not null
        let texts = TextsOf(found.Call)
        where texts.Count > 1 && texts[0].StartsWith(Prefix, StringComparison.Ordinal)
        select (texts[0], texts[1].StartsWith('{') ? kind : $"{texts[1]}, {kind}", file, (SyntaxNode)found.Call);

    private static string? KindOf(string method) => method switch
    {
        "CreateCounter" or "CreateObservableCounter" => "counter",
        "CreateHistogram" => "histogram",
        "CreateGauge" or "CreateObservableGauge" or "Gauge" => "gauge",
        _ => null,
    };

    // The name and the unit are the first two texts, wherever the reading is.
    private static List<string> TextsOf(InvocationExpressionSyntax call) =>
    [
        .. call.ArgumentList.Arguments
            .Select(argument => argument.Expression)
            .OfType<LiteralExpressionSyntax>()
            .Where(literal => literal.IsKind(SyntaxKind.StringLiteralExpression))
            .Select(literal => literal.Token.ValueText),
    ];
}
