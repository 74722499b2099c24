using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Cartwright.Cli.Composition;
using Cartwright.Cli.Configuration;
using Cartwright.CommandLine;
using Cartwright.Engine.Ports;

namespace Cartwright.Cli.Backup;

/// <summary>The verb `backup`: one file that holds the embedded shop as it stood at one moment.</summary>
public static class BackupCommand
{
    private const long PagesShownMin = 1;
    private static readonly SettingOptions _settings = new(Settings.OfEmbedded);

    private static readonly Argument<string> _file = new("FILE")
    {
        Description = "The file to write; it must not exist",
    };

    public static Command CreateCommand()
    {
        var command = new Command("backup", "Copy the embedded shop into one file, while it runs or not.") { _file };
        _settings.AddTo(command);
        command.SetAction(
            (parsed, stop) => RunBackupAsync(_settings.ReadSettings(parsed), parsed.GetValue(_file)!, stop));
        return command;
    }

    private static async Task<int> RunBackupAsync(Configured configured, string file, CancellationToken stop)
    {
        configured.Warnings.ToList().ForEach(Console.Error.WriteLine);
        if (configured.Mistakes.Count > 0)
        {
            await Console.Error.WriteLineAsync(string.Join(Environment.NewLine, configured.Mistakes));
            return CommandLineRun.Usage;
        }

        var place = configured.EmbeddedPlace();
        try
        {
            // A copy takes as long as the disk: not on the thread that handles Ctrl-C.
            Console.WriteLine(await Task.Run(() => WriteBackup(place, file, stop), CancellationToken.None));
            return CommandLineRun.Success;
        }
        catch (FatalFault fault)
        {
            await Console.Error.WriteLineAsync($"{fault.Message} [{fault.Code}]");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or TransientFault)
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
