using System.Globalization;
using System.Text;

namespace Cartwright.Kernel;

/// <summary>
/// Nested lists in a JSON column: rows of whole numbers, such as <c>[[7,2,30],[9,1,5]]</c>. The meaning of each place
/// in a row is the entity's affair. The text is canonical: the same rows give the same text.
/// </summary>
public static class NumberRows
{
    private const string Empty = "[]";

    /// <summary>The text of the rows.</summary>
    /// <param name="values">The rows' numbers, one row after the other.</param>
    /// <param name="width">How many numbers a row has.</param>
    public static string Format(ReadOnlySpan<long> values, int width)
    {
        if (values.IsEmpty)
        {
            return Empty;
        }

        var text = new StringBuilder(values.Length * 8);
        for (var i = 0; i < values.Length; i++)
        {
            text.Append(i == 0 ? "[[" : i % width == 0 ? "],[" : ",");
            text.Append(values[i]);
        }

        return text.Append("]]").ToString();
    }

    /// <summary>The numbers of the text, one row after the other.</summary>
    /// <exception cref="FormatException">The text does not hold rows of this width.</exception>
    public static long[] Parse(string? text, int width)
    {
        if (text is null or Empty)
        {
            return [];
        }

        var values = new List<long>();
        var depth = 0;
        var position = 0;
        while (position < text.Length)
        {
            var next = text[position];
            if (char.IsAsciiDigit(next) || next == '-')
            {
                position = ReadNumber(text, position, values);
                continue;
            }

            depth += next switch
            {
                '[' => 1,
                ']' => EndRow(values.Count, width),
                ',' or ' ' => 0,
                _ => throw NotRows(text),
            };
            position++;
        }

        // A text without rows, such as a single number, is none either.
        return depth == 0 && values.Count % width == 0 ? [.. values] : throw NotRows(text);
    }

    private static int ReadNumber(string text, int start, List<long> values)
    {
        var end = start + 1;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        var digits = text.AsSpan(start, end - start);
        values.Add(
            long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
                ? value
                : throw NotRows(text));
        return end;
    }

    private static int EndRow(int count, int width) =>
        count % width == 0 ? -1 : throw new FormatException($"A row of numbers is not {width} wide.");

    private static FormatException NotRows(string text) => new($"Not rows of numbers: '{text}'.");
}
