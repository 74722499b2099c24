using System.Globalization;
using Cartwright.Admin;
using Cartwright.Kernel;

namespace Cartwright.Web.Http;

/// <summary>The values of a query. One that is absent, or empty as a form sends it, is null.</summary>
internal static class QueryText
{
    /// <summary>A whole number within bounds.</summary>
    /// <exception cref="QueryFault">It is none.</exception>
    public static long? ParseNumber(string? text, string name, long atLeast, long atMost)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        // The parser ignores characters 0 at the end.
        return text.All(char.IsAsciiDigit)
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= atLeast && number <= atMost
                ? number
                : throw new QueryFault($"{name} must be a whole number from {atLeast} to {atMost}.");
    }

    /// <summary>A whole number that has to be there, of the digits that ids and amounts may have.</summary>
    /// <exception cref="QueryFault">It is none.</exception>
    public static long RequireNumber(string? text, string name) => ParseNumber(text, name, 0, Numbers.Max)
        ?? throw new QueryFault($"{name} is needed.");

    /// <summary>The number of an order, an item or a user, written as in a path; null where it is absent.</summary>
    /// <exception cref="QueryFault">It is none.</exception>
    public static long? ParseId(string? text, string name) =>
        text is null ? null
        : text.Length is > 0 and <= Numbers.DigitsMax && text.All(char.IsAsciiDigit)
            ? long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture)
            : throw new QueryFault($"{name} must be a whole number of at most {Numbers.DigitsMax} digits.");

    /// <summary>How long a page is.</summary>
    /// <exception cref="QueryFault">It is no number within the bounds.</exception>
    public static int ParseLimit(string? text, int standard, int atMost) =>
        (int)(ParseNumber(text, "limit", 1, atMost) ?? standard);

    /// <summary>One of the values of an enumeration.</summary>
    /// <exception cref="QueryFault">It is none of them.</exception>
    public static T? ParseOneOf<T>(string? text, string name)
        where T : struct, Enum
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        return EnumText.TryParse<T>(text, out var value)
            ? value
            : throw new QueryFault(
                $"{name} must be one of {string.Join(", ", Enum.GetValues<T>().Select(EnumText.TextOf))}.");
    }

    /// <summary>A text that has to be there.</summary>
    /// <exception cref="QueryFault">It is absent.</exception>
    public static string RequireText(string? text, string name) =>
        ParseText(text) ?? throw new QueryFault($"{name} is needed.");

    /// <summary>A text.</summary>
    /// <exception cref="QueryFault">It has a character that no text in a database has.</exception>
    public static string? ParseText(string? text) => string.IsNullOrEmpty(text) ? null
        : text.Contains('\0') ? throw new QueryFault("A text of a query has no character 0.")
        : text;
}
