using System.CommandLine;
using Cartwright.Cli.Configuration;
using Cartwright.Cli.Databases;
using Cartwright.CommandLine;
using Cartwright.Kernel;

namespace Cartwright.Cli.Verify;

/// <summary>The verb `verify`: the audit of a shop's books, beside a running server or without one.</summary>
public static class VerifyCommand
{
    /// <summary>Nothing is wrong, but something has been unfinished for too long.</summary>
    internal const int Unfinished = 3;

    private static readonly DatabaseOptions _databases = new();

    private static readonly Option<int> _wait = NumberOption.WholeNumber(
        "--wait", "PostgreSQL: how long a server may not answer", "SECONDS", min: 0, defaultValue: 60);

    private static readonly Option<int> _settle = NumberOption.WholeNumber(
        "--settle", "PostgreSQL: how long to wait for unfinished work to end", "SECONDS", min: 0, defaultValue: 0);

    private static readonly Option<int> _olderThan = NumberOption.WholeNumber(
        "--older-than", "How long a checkout, a hold or an envelope may be unfinished", "SECONDS", min: 0, 120);

    private static readonly Option<bool> _json = new("--json")
    {
        Description = "Print one line of JSON on standard output",
    };

    public static Command CreateCommand()
    {
        var command = new Command(
            "verify",
            "Audit the books, at rest or in use: no unit and no cent has appeared or vanished. "
            + "Status 0: right; 1: wrong; 3: right, but something is unfinished; 2: no verdict.")
        {
            _wait, _settle, _olderThan, _json,
        };
        _databases.AddTo(command);
        command.SetAction((parsed, stop) =>
            DatabaseVerb.RunAsync(new ErrorLines(parsed.GetValue(_json)), () => VerifyAsync(parsed, stop)));
        return command;
    }

    private static async Task<int> VerifyAsync(ParseResult parsed, CancellationToken stop)
    {
        var olderThanMs = parsed.GetValue(_olderThan) * 1_000L;
        var choice = _databases.ReadChoice(parsed);
        var report = choice.Embedded is { } place
            ? Auditor.AuditEmbedded(place, olderThanMs)
            : await Auditor.AuditSettledAsync(
                choice.RequireAll(), SecondsOf(parsed, _wait), SecondsOf(parsed, _settle), olderThanMs, stop);
        VerifyWriter.WriteReport(report, parsed.GetValue(_json), _databases.OptionsAsGiven(parsed));
        return StatusOf(report);
    }

    /// <summary>The exit status of an audit.</summary>
    internal static int StatusOf(VerifyReport report) => report.ErrorCount > 0 ? CommandLineRun.Failure
        : report.UnfinishedCount > 0 ? Unfinished
        : CommandLineRun.Success;

    private static TimeSpan SecondsOf(ParseResult parsed, Option<int> option) =>
        TimeSpan.FromSeconds(parsed.GetValue(option));
}
