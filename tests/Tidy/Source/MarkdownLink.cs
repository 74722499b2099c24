namespace Cartwright.Tidy.Source;

/// <summary>A link in a document, as it is written.</summary>
internal sealed record MarkdownLink(int Line, string Target)
{
    public bool IsExternal =>
        Target.StartsWith("//", StringComparison.Ordinal) || Uri.TryCreate(Target, UriKind.Absolute, out var uri)
        && uri.Scheme is not "file";

    /// <summary>The text after the #; empty without one.</summary>
    public string Anchor => Target.Contains('#') ? Target[(Target.IndexOf('#') + 1)..] : "";

    /// <summary>The path that the link leads to; null if it is outside the repository.</summary>
    public string? PathFrom(SourceFile document)
    {
        var path = Uri.UnescapeDataString(Target.Split('#', '?')[0]);
        return path switch
        {
            "" => document.Path,
            ['/', .. var fromRoot] => RelativePath.Resolve("", fromRoot),
            _ => RelativePath.Resolve(document.Folder, path),
        };
    }
}
