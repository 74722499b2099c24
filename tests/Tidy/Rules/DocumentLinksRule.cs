using Cartwright.Tidy.Source;

namespace Cartwright.Tidy.Rules;

/// <summary>Every link in a document that leads into the repository leads to a file, and to a heading in it.</summary>
internal sealed class DocumentLinksRule : IRule
{
    public IEnumerable<Violation> Check(SourceTree tree) =>
        from document in tree.EndingIn(".md")
        from link in Markdown.Links(document)
        where !link.IsExternal
        let fault = FaultOf(tree, document, link)
        where fault is not null
        select document.At(link.Line, $"{link.Target}: {fault}");

    private static string? FaultOf(SourceTree tree, SourceFile document, MarkdownLink link)
    {
        var path = link.PathFrom(document);
        if (path is null)
        {
            return "leads out of the repository";
        }

        var target = tree.Find(path);
        if (target is null)
        {
            return tree.HasFolder(path) ? null : "there is no such file";
        }

        return link.Anchor.Length == 0 || !path.EndsWith(".md", StringComparison.Ordinal)
            || Markdown.Anchors(target).Contains(link.Anchor)
            ? null
            : $"{path} has no such heading";
    }
}
