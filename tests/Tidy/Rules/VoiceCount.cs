using System.Globalization;

namespace Cartwright.Tidy.Rules;

/// <summary>The number of words of one manner in an area.</summary>
internal sealed record VoiceCount(
    string Area, string Manner, double Limit, int Words, IReadOnlyList<VoicePlace> Places)
{
    public double Rate => 1000.0 * Places.Count / Math.Max(1, Words);

    /// <summary>The limit is rounded up: a small area may have one.</summary>
    public bool IsAbove => Places.Count > Math.Ceiling(Limit * Words / 1000);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Area}: \"{Manner}\" {Places.Count} times in {Words} words, {Rate:0.0} per 1,000");
}
