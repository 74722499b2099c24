using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Cartwright.Tidy.Source;

/// <summary>Numbers as code and as documents write them.</summary>
internal static partial class Amounts
{
    private const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    /// <summary>The value of a literal or of a product of literals; null for any other expression.</summary>
    public static long? Of(ExpressionSyntax? expression) => expression switch
    {
        LiteralExpressionSyntax { Token.Value: int value } => value,
        LiteralExpressionSyntax { Token.Value: long value } => value,
        ParenthesizedExpressionSyntax inner => Of(inner.Expression),
        BinaryExpressionSyntax product when product.IsKind(SyntaxKind.MultiplyExpression) =>
            Of(product.Left) * Of(product.Right),
        _ => null,
    };

    /// <summary>
    /// The number at the beginning of a text: 4,096, 10¹², 512 KiB in bytes, and 5 s, 20 ms, 2 minutes or 24 hours in
    /// milliseconds; null without a number.
    /// </summary>
    public static long? Of(string text)
    {
        if (Written().Match(text) is not { Success: true } match)
        {
            return null;
        }

        var number = long.Parse(match.Groups["number"].Value.Replace(",", "", StringComparison.Ordinal),
            CultureInfo.InvariantCulture);
        foreach (var _ in Enumerable.Range(1, Exponent(match.Groups["exponent"].Value)).Skip(1))
        {
            number *= 10;
        }

        return number * Unit(match.Groups["unit"].Value);
    }

    // 1 without an exponent: the number stays as it is.
    private static int Exponent(string digits) =>
        digits.Aggregate(0, (sum, digit) => (10 * sum) + Superscripts.IndexOf(digit, StringComparison.Ordinal));

    private static long Unit(string unit) => unit switch
    {
        "s" => 1_000,
        "minute" => 60_000,
        "hour" => 3_600_000,
        "KiB" => 1_024,
        _ => 1,
    };

    [GeneratedRegex(@"^(?<number>\d[\d,]*)(?<exponent>[⁰¹²³⁴⁵⁶⁷⁸⁹]+)?( (?<unit>ms|s|minute|hour|KiB)s?\b)?")]
    private static partial Regex Written();
}
