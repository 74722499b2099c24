using System.CommandLine;
using Cartwright.Cli.Configuration;
using Cartwright.Cli.Databases;
using Cartwright.Cli.Messages;
using Cartwright.Cli.Serve;
using Cartwright.Cli.Verify;
using Cartwright.CommandLine;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Cli.Restore;

/// <summary>
/// The verb `restore`: three empty databases are filled from a backup. It ends with the audit of the books, whose
/// status is its own.
/// </summary>
public static class RestoreCommand
{
    private const long OlderThanMs = 120_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly DatabaseOptions _databases = new(Settings.OfTopics);

    private static readonly Argument<string> _directory = new("DIR")
    {
        Description = "The directory that `backup` has written",
    };

    private static readonly Option<bool> _topicsDeleted = new("--topics-deleted")
    {
        Description = "The shop's Kafka topics are deleted already, or the brokers are new: leave them alone",
    };

    public static Command CreateCommand()
    {
        var command = new Command(
            "restore",
            "Fill empty PostgreSQL databases from a backup, delete the Kafka topics, and audit the books. "
            + "Status 0: restored; 1: the books are wrong; 3: unfinished work, which the nodes go on with; "
            + "2: not restored.")
        {
            _directory, _topicsDeleted,
        };
        _databases.AddTo(command);
        command.SetAction((parsed, stop) =>
        {
            var errors = new ErrorLines(isJson: false);
            return DatabaseVerb.RunAsync(errors, () => RunAsync(errors, parsed, stop));
        });
        return command;
    }

    private static async Task<int> RunAsync(ErrorLines errors, ParseResult parsed, CancellationToken stop)
    {
        try
        {
            var choice = _databases.ReadChoice(parsed);
            if (choice.Embedded is not null)
            {
                throw new UsageFault(
                    "Name the three databases, or a --cluster. An embedded shop's backup is its file.");
            }

            var databases = choice.RequireAll();
            var restore = new ClusterRestore(parsed.GetValue(_directory)!, databases, BrokersOf(parsed));
            await restore.RunAsync(stop);
            return await AuditAsync(databases, _databases.OptionsAsGiven(parsed), stop);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return errors.Fail(CommandLineRun.Usage, fault.Message);
        }
    }

    // Messages in the topics are newer than the databases. Without the brokers, the operator has to say that they are
    // gone.
    private static ServeOptions? BrokersOf(ParseResult parsed)
    {
        if (parsed.GetValue(_topicsDeleted))
        {
            return null;
        }

        var (cluster, configured) = _databases.ReadSettings(parsed);
        var settings = cluster is null ? configured : LogChoice.SettingsOf(cluster);
        var mistakes = KafkaSettings.MistakesIn(settings).ToList();
        return mistakes.Count > 0 ? throw new UsageFault(string.Join(Environment.NewLine, mistakes))
            : settings.IsSet(Settings.Brokers) ? new ServeOptions(settings)
            : throw new UsageFault(
                $"Name the brokers, whose topics are newer than the backup: {Settings.Brokers.Option} HOST:PORT. If "
                + $"the topics are deleted, or the brokers are new, say so by {_topicsDeleted.Name}.");
    }

    private static async Task<int> AuditAsync(
        IReadOnlyDictionary<Role, string> databases, string said, CancellationToken stop)
    {
        var report = await Auditor.AuditServicesAsync(databases, Patience, OlderThanMs, stop);
        VerifyWriter.WriteReport(report, json: false, said);
        return VerifyCommand.StatusOf(report);
    }
}
