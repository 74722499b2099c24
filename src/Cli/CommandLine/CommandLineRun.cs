using System.CommandLine;
using System.CommandLine.Invocation;
using Cartwright.Cli.Configuration;

namespace Cartwright.Cli.CommandLine;

/// <summary>Runs the verb that the arguments name; every mistake in them is a message and exit status 2.</summary>
internal static class CommandLineRun
{
    public const int Success = 0;
    public const int Failure = 1;
    public const int Usage = 2;
    public const int Interrupted = 130;

    /// <summary>Without response files: a value may begin with @, a password for example.</summary>
    public static ParserConfiguration Parsing { get; } = new() { ResponseFileTokenReplacer = null };

    public static async Task<int> InvokeAsync(RootCommand root, string[] arguments)
    {
        AmbientVariables.ForgetPostgres();
        var parsed = root.Parse(arguments, Parsing);
        if (parsed.Action is ParseErrorAction mistake)
        {
            // The whole help below a message hides the message; without a verb the help is the message.
            mistake.ShowTypoCorrections = false;
            mistake.ShowHelp = parsed.CommandResult.Command == root;
            await parsed.InvokeAsync();
            return Usage;
        }

        // The default of two seconds would cut off whoever drains after Ctrl-C.
        var configuration = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(2) };
        return await parsed.InvokeAsync(configuration);
    }
}
