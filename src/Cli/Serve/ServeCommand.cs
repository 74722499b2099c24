using System.CommandLine;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Cartwright.Cli.Configuration;
using Cartwright.Cli.Observing;
using Cartwright.CommandLine;
using Cartwright.Engine.Ports;

namespace Cartwright.Cli.Serve;

/// <summary>The verb `serve`: the whole shop in one process, or one node of many.</summary>
internal static class ServeCommand
{
    // SIGXFSZ, on Linux and on macOS: a write past a limit on the size of files is to fail like one on a full disk,
    // and not to end the process.
    private const PosixSignal FileTooLarge = (PosixSignal)25;

    private static readonly SettingOptions _settings = new(Settings.All);

    /// <param name="startAsync">Starts the node that was asked for.</param>
    public static Command CreateCommand(NodeStart startAsync)
    {
        var command = new Command("serve", "Run the shop in one process, or one node of it.");
        _settings.AddTo(command);

        // Not validators: those see neither the environment nor the file.
        command.SetAction((parsed, stop) =>
        {
            var configured = _settings.ReadSettings(parsed);
            var mistakes = ServeMistakes.MistakesIn(configured)
                .Concat(OtlpSignals.FindMistakes(Environment.GetEnvironmentVariable))
                .ToList();
            configured.Warnings.Concat(ServeMistakes.WarningsIn(configured)).ToList().ForEach(Console.Error.WriteLine);
            return mistakes.Count > 0
                ? ReportMistakesAsync(mistakes)
                : RunServeAsync(new ServeOptions(configured), startAsync, stop);
        });
        return command;
    }

    private static async Task<int> ReportMistakesAsync(List<string> mistakes)
    {
        mistakes.ForEach(Console.Error.WriteLine);
        await Console.Error.FlushAsync();
        return CommandLineRun.Usage;
    }

    private static async Task<int> RunServeAsync(ServeOptions options, NodeStart startAsync, CancellationToken stop)
    {
        // The command line listens for signals once this method has returned its task. An embedded shop starts without
        // waiting for anything, so a SIGTERM right after its start reached the HTTP server alone, for ever.
        await Task.Yield();
        try
        {
            return await ServeUntilStoppedAsync(options, startAsync, stop);
        }
        catch (FatalFault fault)
        {
            await Console.Error.WriteLineAsync($"{fault.Message} [{fault.Code}]");
            return CommandLineRun.Failure;
        }
        catch (Exception fault) when (fault is IOException or SocketException or TransientFault)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return CommandLineRun.Failure;
        }
    }

    private static async Task<int> ServeUntilStoppedAsync(
        ServeOptions options, NodeStart startAsync, CancellationToken stop)
    {
        using var limit = OperatingSystem.IsWindows()
            ? null
            : PosixSignalRegistration.Create(FileTooLarge, signal => signal.Cancel = true);
        await using var node = await startAsync(options, stop);
        if (node.AdminUrl is { } admin)
        {
            Console.WriteLine(NodeLogs.AdminLine(options.LogsJson, admin));
        }

        if (node.HealthUrl is { } health)
        {
            Console.WriteLine(NodeLogs.HealthLine(options.LogsJson, health));
        }

        Console.WriteLine(NodeLogs.ReadyLine(options.LogsJson, node.Url));
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var onStop = stop.Register(stopped.SetResult);
        await await Task.WhenAny(stopped.Task, node.Ended);
        return CommandLineRun.Success;
    }
}
