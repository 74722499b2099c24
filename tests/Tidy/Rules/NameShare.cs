using System.Globalization;

namespace Cartwright.Tidy.Rules;

/// <summary>How many methods there are, and the names of those that have one word.</summary>
internal sealed record NameShare(int All, IReadOnlyList<string> OneWord)
{
    public double Percent => All == 0 ? 0 : 100.0 * OneWord.Count / All;

    /// <summary>The most frequent of the names, with the number of their declarations.</summary>
    public string Worst(int count) => string.Join(", ", OneWord
        .GroupBy(name => name)
        .OrderByDescending(group => group.Count())
        .ThenBy(group => group.Key, StringComparer.Ordinal)
        .Take(count)
        .Select(group => $"{group.Key} {group.Count()}"));

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{OneWord.Count} of {All} methods have a name of one word, {Percent:0.0} %");
}
