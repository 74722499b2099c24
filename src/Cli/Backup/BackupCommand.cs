using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Cartwright.Cli.Composition;
using Cartwright.Cli.Configuration;
using Cartwright.Cli.Databases;
using Cartwright.CommandLine;
using Cartwright.CommandLine.Clusters;
using Cartwright.Engine.Ports;

namespace Cartwright.Cli.Backup;

/// <summary>
/// The verb `backup`: the shop as it stood at one moment, in one file, or in a directory where it has three databases.
/// </summary>
public static class BackupCommand
{
    private const long PagesShownMin = 1;
    private static readonly DatabaseOptions _databases = new();

    private static readonly Argument<string> _place = new("PLACE")
    {
        Description = "The file to write, or the directory where the shop has three databases; it must not exist",
    };

    public static Command CreateCommand()
    {
        var command = new Command("backup", "Copy the shop as of one moment, while it runs or not.") { _place };
        _databases.AddTo(command);
        command.SetAction(RunBackupAsync);
        return command;
    }

    private static async Task<int> RunBackupAsync(ParseResult parsed, CancellationToken stop)
    {
        try
        {
            var choice = _databases.ReadChoice(parsed);
            var place = parsed.GetValue(_place)!;

            // A copy takes as long as the disk: not on the thread that handles Ctrl-C.
            Console.WriteLine(choice.Embedded is { } embedded
                ? await Task.Run(() => WriteBackup(embedded, place, stop), CancellationToken.None)
                : await ClusterBackup.WriteAsync(choice.RequireAll(), place, stop));
            return CommandLineRun.Success;
        }
        catch (UsageFault fault)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return CommandLineRun.Usage;
        }
        catch (FatalFault fault)
        {
            await Console.Error.WriteLineAsync($"{fault.Message} [{fault.Code}]");
        }
        catch (Exception fault) when (
            fault is IOException or UnauthorizedAccessException or TransientFault or ClusterFault)
        {
            await Console.Error.WriteLineAsync(fault.Message);
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Interrupted. No backup was written.");
            return CommandLineRun.Interrupted;
        }

        return CommandLineRun.Failure;
    }

    private static string WriteBackup(EmbeddedPlace place, string file, CancellationToken stop)
    {
        var moment = TimeProvider.System.GetLocalNow();
        var watch = Stopwatch.StartNew();
        var line = new ProgressLine("backup");
        var bytes = WriteBackup(place, file, line, stop);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Wrote {Path.GetFullPath(file)}: {bytes / 1e6:F1} MB in {watch.Elapsed.TotalSeconds:F1} s, checked. "
                + $"It is the shop of {moment:yyyy-MM-dd HH:mm:ss zzz}.");
    }

    // On a terminal, the next output would otherwise continue the line that shows the progress.
    private static long WriteBackup(EmbeddedPlace place, string file, ProgressLine line, CancellationToken stop)
    {
        try
        {
            return DatabasesAtRest.In(place).CopyTo(
                file,
                (done, all) => line.ShowProgress(() => $"{done * 100 / Math.Max(all, PagesShownMin)} %"),
                stop);
        }
        finally
        {
            line.Finish();
        }
    }
}
