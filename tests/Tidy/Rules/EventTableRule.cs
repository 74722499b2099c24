using Cartwright.Tidy.Source;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Cartwright.Tidy.Rules;

/// <summary>
/// Every event that is logged as a warning or worse is in the table of events in docs/operating/watching.md, with its
/// level, and every row there belongs to an event of the source. No two events have one number.
/// </summary>
internal sealed class EventTableRule : IRule
{
    private const string Document = "docs/operating/watching.md";
    private static readonly string[] Levels = ["warning", "error", "critical"];

    public IEnumerable<Violation> Check(SourceTree tree)
    {
        var events = tree.Code("src").SelectMany(EventsOf).ToList();
        var rows = tree.Find(Document) is { } document ? RowsOf(document).ToList() : [];
        return events
            .Where(e => Levels.Contains(e.Level) && !rows.Exists(row => row.Id == e.Id && row.Level == e.Level))
            .Select(e => e.File.At(e.Where, $"event {e.Id}, {e.Level}, is not in the table of {Document}"))
            .Concat(rows
                .Where(row => !events.Exists(e => e.Id == row.Id && e.Level == row.Level))
                .Select(row => row.Table.Document.At(row.Line, $"no {row.Level} of the source is event {row.Id}")))
            .Concat(events.GroupBy(e => e.Id).SelectMany(same => same.Skip(1))
                .Select(e => e.File.At(e.Where, $"event {e.Id} is another one already")));
    }

    private static IEnumerable<(string Id, string Level, int Line, MarkdownTable Table)> RowsOf(SourceFile document) =>
        from table in MarkdownTable.In(document)
        where table.Header is ["event", "level", ..]
        from row in table.Rows
        from id in row.Cells[0].Split(", ")
        select (id, row.Cells[1], row.Number, table);

    private static IEnumerable<(string Id, string Level, SourceFile File, SyntaxNode Where)> EventsOf(
        SourceFile file) =>
        from attribute in file.Code.DescendantNodes().OfType<AttributeSyntax>()
        where attribute.Name.ToString() == "LoggerMessage"
        let arguments = attribute.ArgumentList!.Arguments
        select (
            IdOf(file, Argument(arguments, "EventId", 0)),
            Argument(arguments, "Level", 1).ToString().Replace("LogLevel.", "").ToLowerInvariant(),
            file,
            (SyntaxNode)attribute);

    private static ExpressionSyntax Argument(
        SeparatedSyntaxList<AttributeArgumentSyntax> all, string name, int place) =>
        (all.FirstOrDefault(argument => argument.NameEquals?.Name.ToString() == name) ?? all[place]).Expression;

    // A number, or the name of a constant of the same file.
    private static string IdOf(SourceFile file, ExpressionSyntax id) =>
        id is IdentifierNameSyntax name
            ? file.Code.DescendantNodes().OfType<VariableDeclaratorSyntax>()
                .FirstOrDefault(field => field.Identifier.Text == name.Identifier.Text)?.Initializer?.Value.ToString()
                ?? id.ToString()
            : id.ToString();
}
