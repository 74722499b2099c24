using System.Globalization;

namespace Cartwright.Web.Http;

/// <summary>
/// Numbers in paths: decimal digits only, no blanks, at most 18 of them. A leading minus is a number, and out of
/// range wherever the interface asks for one.
/// </summary>
internal static class Numbers
{
    /// <summary>The most digits of a number in a path.</summary>
    public const int DigitsMax = 18;

    /// <summary>The largest number in a path.</summary>
    public const long Max = 999_999_999_999_999_999;

    /// <summary>The number, which must be at least the given one.</summary>
    /// <exception cref="ProblemException">It is no number, or too small.</exception>
    public static long ParseNumber(string text, string name, long atLeast = 0)
    {
        var digits = text.StartsWith('-') ? text.AsSpan(1) : text;
        if (digits.IsEmpty || digits.Length > DigitsMax || digits.ContainsAnyExceptInRange('0', '9'))
        {
            throw new ProblemException(
                ProblemCodes.MalformedNumber, $"{name} must be a whole number of at most {DigitsMax} digits.");
        }

        var value = long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return value >= atLeast && !text.StartsWith('-')
            ? value
            : throw new ProblemException(Domain.Reason.OutOfRange.CodeText(), $"{name} must be at least {atLeast}.");
    }

    /// <summary>A number as text.</summary>
    public static string TextOf(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string CodeText(this Domain.Reason reason) => Domain.ReasonCodes.ToCode(reason);
}
