using System.CommandLine;
using System.Diagnostics;
using Cartwright.Cli.Cluster;
using Cartwright.Cli.CommandLine;
using Cartwright.Cli.Configuration;
using Cartwright.Cli.Databases;
using Cartwright.Domain;
using Cartwright.Domain.Audit;
using Cartwright.Engine;
using Cartwright.Engine.Ports;

namespace Cartwright.Cli.Verify;

/// <summary>The verb `verify`: the audit of a shop's books, beside a running server or without one.</summary>
internal static class VerifyCommand
{
    private const int ShownMax = 50;
    private const int TriesMax = 3;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private static readonly DatabaseOptions _databases = new();

    private static readonly Option<int> _wait = NumberOption.Whole(
        "--wait", "PostgreSQL: how long to wait until nothing is under way", "SECONDS", min: 0, defaultValue: 60);

    private static readonly Option<int> _olderThan = NumberOption.Whole(
        "--older-than", "How long a checkout or a hold may be unfinished", "SECONDS", min: 0, defaultValue: 300);

    private static readonly Option<bool> _json = new("--json")
    {
        Description = "Print one line of JSON on standard output",
    };

    internal static Command Create()
    {
        var command = new Command("verify", "Audit the books: no unit and no cent has appeared or vanished.")
        {
            _wait, _olderThan, _json,
        };
        _databases.AddTo(command);
        command.SetAction((parsed, stop) => RunAsync(parsed, stop));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        var olderThanMs = parsed.GetValue(_olderThan) * 1_000L;
        try
        {
            var choice = _databases.Read(parsed);
            var report = choice.Directory is { } directory
                ? BookSources.Read(directory, (rows, parked) => Audit(rows, parked, olderThanMs))
                : await AuditServicesAsync(
                    All(choice.Services), TimeSpan.FromSeconds(parsed.GetValue(_wait)), olderThanMs, stop);
            VerifyWriter.Write(report, parsed.GetValue(_json));
            return report.ErrorCount == 0 ? CommandLineRun.Success : CommandLineRun.Failure;
        }
        catch (FatalFault fault)
        {
            await Console.Error.WriteLineAsync($"{fault.Message} [{fault.Code}]");
            return fault.Code == "damaged-database" ? CommandLineRun.Failure : CommandLineRun.Usage;
        }
        catch (Exception fault) when (fault is TransientFault or ClusterFault or UsageFault)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return CommandLineRun.Usage;
        }
    }

    /// <summary>
    /// Waits until nothing is under way. A checkout that begins and ends between the readings of two databases can
    /// look wrong, so what is wrong is believed only when it is found again.
    /// </summary>
    internal static async Task<VerifyReport> AuditServicesAsync(
        IReadOnlyDictionary<Role, string> databases, TimeSpan patience, long olderThanMs, CancellationToken stop)
    {
        var waiting = Stopwatch.StartNew();
        var findings = 0;
        while (true)
        {
            try
            {
                var report = BookSources.ReadSettled(databases, (rows, parked) => Audit(rows, parked, olderThanMs));
                findings++;
                if (report.ErrorCount == 0 || findings == TriesMax)
                {
                    return report;
                }
            }
            catch (TransientFault) when (waiting.Elapsed < patience)
            {
                // The servers may be on their way up, and checkouts on their way to their end.
                findings = 0;
            }

            await Task.Delay(Pause, stop);
        }
    }

    // What one service did is right or wrong only beside what the others did.
    private static IReadOnlyDictionary<Role, string> All(IReadOnlyDictionary<Role, string> databases)
    {
        var missing = Settings.Databases.Where(database => !databases.ContainsKey(database.Key)).ToList();
        return missing.Count == 0
            ? databases
            : throw new UsageFault($"The audit needs all three databases; {missing[0].Value.Option} is not set.");
    }

    private static VerifyReport Audit(BookRows rows, IEnumerable<ParkedMessage> parked, long olderThanMs)
    {
        var totals = new BookTotals();
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var shown = new List<string>();
        var errorCount = 0L;
        foreach (var wrong in Books.Check(rows, now, olderThanMs, totals))
        {
            errorCount++;
            if (shown.Count < ShownMax)
            {
                shown.Add(wrong);
            }
        }

        return new VerifyReport(totals, parked.LongCount(), errorCount, shown);
    }
}
