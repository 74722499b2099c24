using Cartwright.Tidy.Source;

namespace Cartwright.Tidy.Rules;

/// <summary>The share of large files or functions: one may be larger than the aim, or four in a hundred.</summary>
internal sealed record SizeRatio(int All, IReadOnlyList<Violation> Larger)
{
    private const int PercentMax = 4;

    private int LargerMax => Math.Max(1, All * PercentMax / 100);

    public static SizeRatio Of(IEnumerable<(Violation Where, int Lines)> sizes, int aim)
    {
        var all = sizes.ToList();
        return new SizeRatio(all.Count, [.. all.Where(size => size.Lines > aim).Select(size => size.Where)]);
    }

    /// <summary>Every larger one, if there are too many.</summary>
    public IEnumerable<Violation> Check(string what) => Larger.Count <= LargerMax
        ? []
        : Larger.Select(one => one with
        {
            Message = $"{one.Message}; {Larger.Count} of {All} {what}, and at most {LargerMax} may",
        });

    public override string ToString() => $"{Larger.Count} of {All}, at most {LargerMax}";
}
