using System.CommandLine;
using System.CommandLine.Invocation;

namespace Cartwright.CommandLine;

/// <summary>Runs the verb that the arguments name; every mistake in them is a message and exit status 2.</summary>
public static class CommandLineRun
{
    /// <summary>The verb has done all of it.</summary>
    public const int Success = 0;

    /// <summary>The answer is a no, or has a gap.</summary>
    public const int Failure = 1;

    /// <summary>There is no answer: the verb was used wrongly, or a part that it needs does not answer.</summary>
    public const int Usage = 2;
    public const int Interrupted = 130;

    /// <summary>Without response files: a value may begin with @, a password for example.</summary>
    public static ParserConfiguration Parsing { get; } = new() { ResponseFileTokenReplacer = null };

    public static Task<int> InvokeAsync(RootCommand root, string[] arguments) =>
        InvokeAsync(root, arguments, Console.Out, Console.Error, CancellationToken.None);

    /// <summary>Runs it with help and mistakes written elsewhere, until it ends or is stopped.</summary>
    public static async Task<int> InvokeAsync(
        RootCommand root, string[] arguments, TextWriter output, TextWriter errors, CancellationToken stop)
    {
        PostgresVariables.UnsetAll();
        EmptyValues.RefuseEmpty(root);
        var parsed = root.Parse(arguments, Parsing);
        var configuration = new InvocationConfiguration
        {
            Output = output,
            Error = errors,

            // The default of two seconds would cut off a server that drains after Ctrl-C.
            ProcessTerminationTimeout = TimeSpan.FromMinutes(2),

            // The library's own handler ends an interrupted verb with status 1, which is a verdict of some verbs.
            EnableDefaultExceptionHandler = false,
        };
        if (parsed.Action is ParseErrorAction mistake)
        {
            // The whole help below a message hides the message; where only a verb is missing the help is the message.
            mistake.ShowTypoCorrections = true;
            mistake.ShowHelp = parsed.CommandResult.Command.Subcommands.Count > 0 && parsed.UnmatchedTokens.Count == 0;
            await parsed.InvokeAsync(configuration, stop);
            return Usage;
        }

        return await RunAsync(parsed, configuration, stop);
    }

    private static async Task<int> RunAsync(
        ParseResult parsed, InvocationConfiguration configuration, CancellationToken stop)
    {
        try
        {
            return await parsed.InvokeAsync(configuration, stop);
        }
        catch (OperationCanceledException cancelled) when (cancelled.InnerException is not TimeoutException)
        {
            await configuration.Error.WriteLineAsync("Interrupted.");
            return Interrupted;
        }
        catch (Exception bug)
        {
            await configuration.Error.WriteLineAsync($"Unhandled exception: {bug}");
            return Failure;
        }
    }
}
