using Cartwright.Tidy.Source;

namespace Cartwright.Tidy.Rules;

/// <summary>Every table has a line below its header that separates it, and as many cells in each row.</summary>
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
    }
}
