using System.CommandLine;
using System.CommandLine.Parsing;

namespace Cartwright.Cli.CommandLine;

/// <summary>
/// A setting that is given by option or by environment: <c>--postgres-order</c> is also
/// <c>CARTWRIGHT_POSTGRES_ORDER</c>, and a secret can lie in the file that <c>CARTWRIGHT_POSTGRES_ORDER_FILE</c> names.
/// </summary>
internal static class SettingOption
{
    public static Option<string> Create(string name, string description, string helpName, string defaultValue)
    {
        var variable = "CARTWRIGHT_" + name.TrimStart('-').Replace('-', '_').ToUpperInvariant();
        return new Option<string>(name)
        {
            Description = description,
            HelpName = helpName,
            DefaultValueFactory = result => FromEnvironment(variable, result) ?? defaultValue,
        };
    }

    private static string? FromEnvironment(string variable, ArgumentResult result)
    {
        if (Environment.GetEnvironmentVariable(variable + "_FILE") is not { Length: > 0 } path)
        {
            return Environment.GetEnvironmentVariable(variable);
        }

        if (File.Exists(path))
        {
            return File.ReadAllText(path).Trim();
        }

        result.AddError($"{variable}_FILE names '{path}', which is not there.");
        return null;
    }
}
