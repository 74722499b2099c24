using Cartwright.Tidy.Source;

namespace Cartwright.Tidy.Rules;

/// <summary>No file has more than 400 lines, and few have more than 250.</summary>
internal sealed class FileSizeRule : IRule
{
    public const int LinesMax = 400;
    public const int LinesAim = 250;

    public IEnumerable<Violation> Check(SourceTree tree)
    {
        var tooLong = tree.Code().Concat(tree.OfPages())
            .Where(file => file.Lines.Count > LinesMax)
            .Select(file => file.At(LinesMax + 1, $"{file.Lines.Count} lines; a file has {LinesMax} at most"));
        return tooLong.Concat(Sizes(tree).Check($"files have more than {LinesAim} lines"));
    }

    public static SizeRatio Sizes(SourceTree tree) =>
        SizeRatio.Of(tree.Code().Select(file => (file.At(1, $"{file.Lines.Count} lines"), file.Lines.Count)), LinesAim);
}
