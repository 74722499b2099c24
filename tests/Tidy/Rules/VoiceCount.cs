using System.Globalization;

namespace Cartwright.Tidy.Rules;

/// <summary>The number of words of one manner in an area.</summary>
internal sealed record VoiceCount(
    string Area, string Manner, double Limit, int Words, IReadOnlyList<VoicePlace> Places)
{
    public double Rate => 1000.0 * Places.Count / Math.Max(1, Words);

    public bool IsAbove(double rate) => Places.Count > Math.Ceiling(rate * Words / 1000);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Area}: \"{Manner}\" {Places.Count} times in {Words} words, {Rate:0.0} per 1,000");
}
