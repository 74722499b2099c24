using Cartwright.Tidy.Source;

namespace Cartwright.Tidy.Rules;

/// <summary>The README at the root fits on two screens.</summary>
internal sealed class ReadmeSizeRule : IRule
{
    private const int LinesMax = 80;

    public IEnumerable<Violation> Check(SourceTree tree) =>
        tree.Find("README.md") is { } readme && readme.Lines.Count > LinesMax
            ? [readme.At(LinesMax + 1, $"{readme.Lines.Count} lines; the README has {LinesMax} at most")]
            : [];
}
