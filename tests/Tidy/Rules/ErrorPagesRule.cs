using Cartwright.Tidy.Source;

namespace Cartwright.Tidy.Rules;

/// <summary>Every page in docs/errors is linked from the table there, and every page that it links to exists.</summary>
internal sealed class ErrorPagesRule : IRule
{
    private const string Folder = "docs/errors";
    private const string Table = $"{Folder}/README.md";

    public IEnumerable<Violation> Check(SourceTree tree)
    {
        var pages = tree.EndingIn(".md", under: Folder).Where(page => page.Path != Table).ToList();
        if (tree.Find(Table) is not { } table)
        {
            return pages.Select(page => page.At(1, $"there is no {Table} to link it from"));
        }

        var linked = Markdown.Links(table)
            .Where(link => !link.IsExternal)
            .Select(link => (link.Line, Path: link.PathFrom(table) ?? ""))
            .Where(link => link.Path.StartsWith(Folder + "/", StringComparison.Ordinal) && link.Path != Table)
            .ToList();
        var unlinked = pages.Where(page => linked.All(link => link.Path != page.Path))
            .Select(page => page.At(1, $"is not linked from {Table}"));
        var missing = linked.Where(link => tree.Find(link.Path) is null)
            .Select(link => table.At(link.Line, $"there is no {link.Path}"));
        return unlinked.Concat(missing);
    }
}
