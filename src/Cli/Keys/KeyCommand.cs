using System.CommandLine;
using Cartwright.CommandLine;
using Cartwright.Engine.Options;
using Cartwright.Web.Access;

namespace Cartwright.Cli.Keys;

/// <summary>The verb `key`: makes API keys. A key is printed once, and stored nowhere.</summary>
public static class KeyCommand
{
    private static readonly Argument<string> _name = new("NAME")
    {
        Description = "The name of the caller, in logs and before its Idempotency-Keys",
    };

    private static readonly Option<string> _scopes = new("--scopes")
    {
        Description = $"The parts of the interface for it, with commas: {string.Join(", ", ScopeNames.OfKeys)}",
        HelpName = "SCOPE,…",
        Required = true,
    };

    public static Command CreateCommand()
    {
        var create = new Command("new", "Make an API key, and its line for the file of api-keys.") { _name, _scopes };
        create.SetAction(parsed => PrintKeyAsync(parsed.GetValue(_name)!, parsed.GetValue(_scopes)!));
        return new Command("key", "Make the API keys of callers.") { create };
    }

    // Standard output has the key and then its line, and nothing else, for scripts.
    private static async Task<int> PrintKeyAsync(string name, string scopes)
    {
        var wanted = scopes.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (MistakeIn(name, wanted) is { } mistake)
        {
            await Console.Error.WriteLineAsync(mistake);
            return CommandLineRun.Usage;
        }

        var key = ApiKeys.NewKey();
        await Console.Error.WriteLineAsync("The key for the caller; it is shown only here:");
        Console.WriteLine(key);
        await Console.Error.WriteLineAsync("The line for the file that --api-keys names:");
        Console.WriteLine(ApiKeys.LineOf(name, wanted.Distinct(), key));
        return CommandLineRun.Success;
    }

    private static string? MistakeIn(string name, string[] scopes) =>
        !KeyFile.IsName(name)
            ? $"NAME takes 1 to {KeyFile.NameLengthMax} of the letters a to z and A to Z, digits, and - _ ."
        : scopes.Length == 0 ? $"--scopes takes some of: {string.Join(", ", ScopeNames.OfKeys)}"
        : Array.Find(scopes, scope => !ScopeNames.OfKeys.Contains(scope)) is { } unknown
            ? $"--scopes '{unknown}' is unknown; known are: {string.Join(", ", ScopeNames.OfKeys)}"
        : null;
}
