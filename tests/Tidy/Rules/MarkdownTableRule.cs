using Cartwright.Tidy.Source;

namespace Cartwright.Tidy.Rules;

/// <summary>
/// Every table has a separating line below its header, the same number of cells in each row, and at most one row for
/// each name that is set as code in the first cell.
/// </summary>
internal sealed class MarkdownTableRule : IRule
{
    public IEnumerable<Violation> Check(SourceTree tree) =>
        from document in tree.EndingIn(".md")
        from table in MarkdownTable.In(document)
        from violation in Check(table)
        select violation;

    private static IEnumerable<Violation> Check(MarkdownTable table)
    {
        if (!table.HasSeparator)
        {
            yield return table.Document.At(table.Lines[0].Number, "the table has no separator line below its header");
        }

        foreach (var (number, _, cells) in table.Rows.Where(row => row.Cells.Length != table.Header.Length))
        {
            yield return table.Document.At(number, $"{cells.Length} cells below a header of {table.Header.Length}");
        }

        var repeated = table.Rows
            .Where(row => row.Cells[0].StartsWith('`'))
            .GroupBy(row => row.Cells[0])
            .SelectMany(rows => rows.Skip(1));
        foreach (var (number, _, cells) in repeated)
        {
            yield return table.Document.At(number, $"a second row for {cells[0]}");
        }
    }
}
