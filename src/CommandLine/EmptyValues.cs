using System.CommandLine;
using System.CommandLine.Parsing;

namespace Cartwright.CommandLine;

/// <summary>
/// Rejects every option and argument with an empty value, of all verbs alike: it comes from a variable of a script that
/// is not set, and no path, name, list or number is meant by it.
/// </summary>
public static class EmptyValues
{
    private static readonly Action<CommandResult> RefuseAll = RefuseOf;

    /// <summary>
    /// Has each verb refuse them; a second call adds nothing. The verbs check, because options are shared by verbs and
    /// stay as they were made.
    /// </summary>
    public static void RefuseEmpty(Command verb)
    {
        if (!verb.Validators.Contains(RefuseAll))
        {
            verb.Validators.Add(RefuseAll);
        }

        verb.Subcommands.ToList().ForEach(RefuseEmpty);
    }

    private static void RefuseOf(CommandResult verb)
    {
        foreach (var given in verb.Children.Where(IsEmpty))
        {
            verb.AddError($"{NameOf(given)} has an empty value.");
        }

        if (verb.Parent is CommandResult above)
        {
            RefuseOf(above);
        }
    }

    private static bool IsEmpty(SymbolResult given) => given is OptionResult or ArgumentResult
        && given.Tokens.Any(value => string.IsNullOrWhiteSpace(value.Value));

    private static string NameOf(SymbolResult given) => given switch
    {
        OptionResult option => option.IdentifierToken?.Value ?? option.Option.Name,
        ArgumentResult argument => argument.Argument.Name,
        _ => string.Empty,
    };
}
