using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Cartwright.CommandLine;

/// <summary>Options that are numbers with a bound; the message about another value states it.</summary>
public static class NumberOption
{
    public static Option<int> WholeNumber(
        string name,
        string description,
        string argument,
        int min,
        int defaultValue,
        int max = int.MaxValue,
        params string[] aliases) =>
        new(name, aliases)
        {
            Description = description,
            HelpName = argument,
            DefaultValueFactory = _ => defaultValue,
            CustomParser = result => ParseWhole(result, name, min, max) ?? 0,
        };

    public static Option<int?> OptionalWhole(string name, string description, string argument, int min) =>
        new(name)
        {
            Description = description,
            HelpName = argument,
            CustomParser = result => ParseWhole(result, name, min, int.MaxValue),
        };

    public static Option<long?> OptionalId(string name, string description, string argument, string subject) =>
        new(name)
        {
            Description = description,
            HelpName = argument,
            CustomParser = result => ParseId(result, $"{name} must be {subject}"),
        };

    public static Option<double?> OptionalPositive(string name, string description, string argument) =>
        new(name)
        {
            Description = description,
            HelpName = argument,
            CustomParser = result => ParsePositive(result, name),
        };

    private static int? ParseWhole(ArgumentResult result, string name, int min, int max)
    {
        var text = result.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= min && number <= max)
        {
            return number;
        }

        var bounds = max == int.MaxValue ? $"of at least {min}" : $"from {min} to {max}";
        result.AddError($"{name} must be a whole number {bounds}, not '{text}'.");
        return null;
    }

    private static long? ParseId(ArgumentResult result, string rule)
    {
        var text = result.Tokens[0].Value;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        result.AddError($"{rule}, not '{text}'.");
        return null;
    }

    private static double? ParsePositive(ArgumentResult result, string name)
    {
        var text = result.Tokens[0].Value;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number > 0 && double.IsFinite(number))
        {
            return number;
        }

        result.AddError($"{name} must be a positive number, not '{text}'.");
        return null;
    }
}
