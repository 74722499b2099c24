using System.CommandLine;
using System.CommandLine.Parsing;

namespace Cartwright.CommandLine;

/// <summary>
/// Rejects every option and argument with an empty value, of all verbs alike: it comes from a variable of a script that
/// is not set, and no path, name, list or number is meant by it.
/// </summary>
public static class EmptyValues
{
    private static readonly Action<OptionResult> OfOption = result => CheckValues(
        result, result.Tokens, result.IdentifierToken?.Value ?? result.Option.Name);

    private static readonly Action<ArgumentResult> OfArgument = result => CheckValues(
        result, result.Tokens, result.Argument.Name);

    /// <summary>Has the verbs refuse them; verbs that share an option, and a second call, add nothing.</summary>
    public static void RefuseEmpty(Command verb)
    {
        foreach (var option in verb.Options.Where(option => !option.Validators.Contains(OfOption)))
        {
            option.Validators.Add(OfOption);
        }

        foreach (var argument in verb.Arguments.Where(argument => !argument.Validators.Contains(OfArgument)))
        {
            argument.Validators.Add(OfArgument);
        }

        verb.Subcommands.ToList().ForEach(RefuseEmpty);
    }

    private static void CheckValues(SymbolResult result, IEnumerable<Token> values, string name)
    {
        if (values.Any(value => string.IsNullOrWhiteSpace(value.Value)))
        {
            result.AddError($"{name} has an empty value.");
        }
    }
}
