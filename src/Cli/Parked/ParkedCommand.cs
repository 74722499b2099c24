using System.CommandLine;
using Cartwright.Cli.Databases;
using Cartwright.Cli.Operators;
using Cartwright.CommandLine;
using Cartwright.CommandLine.Clusters;
using Cartwright.Engine.Ports;
using Cartwright.Engine.Telemetry;

namespace Cartwright.Cli.Parked;

/// <summary>
/// The verb `parked`: lists, repeats, drops or returns messages that could not be handled (dead letters).
/// </summary>
public static class ParkedCommand
{
    private static readonly DatabaseOptions _databases = new();

    private static readonly Option<bool> _json = new("--json") { Description = "Print a JSON list with their bytes" };

    private static readonly Argument<string> _id = new("ID")
    {
        Description = "Which message, as `parked list` names it",
    };

    public static Command CreateCommand()
    {
        var list = CreateVerb("list", "Name all of them, grouped by their errors.", WithoutAwait(ListMessages));
        list.Add(_json);
        return new Command("parked", "See messages that could not be handled; replay or drop them.")
        {
            list,
            AboutOne("show", "Show one with its bytes.", ShowMessage),
            AboutMany(
                "replay",
                "Try some again: at once where the service runs, else when it starts.",
                "will be tried again",
                ids => new DatabaseChange.Replay(ids)),
            CreateReturn(),
            AboutMany("drop", "Give some up for good.", "dropped", ids => new DatabaseChange.Drop(ids)),
        };
    }

    private static Command AboutOne(string name, string description, Func<ParkedDatabases, string, string, int> run)
    {
        var command = CreateVerb(name, description, WithoutAwait(
            (databases, parsed) => run(databases, parsed.GetValue(_id)!, _databases.OptionsAsGiven(parsed))));
        command.Add(_id);
        return command;
    }

    private static Command CreateReturn()
    {
        var action = new ParkedReturn();
        var command = CreateVerb(
            "return",
            "Return the stock that a failed order has taken, and its credit. The message stays as a record.",
            async (databases, parsed, stop) =>
                await action.ReturnStockAsync(databases, parsed, parsed.GetValue(_id)!, stop)
                ?? ReportUnknown(databases, [parsed.GetValue(_id)!], _databases.OptionsAsGiven(parsed)));
        command.Add(_id);
        action.AddTo(command);
        return command;
    }

    private static Command AboutMany(
        string name, string description, string done, Func<IReadOnlyCollection<string>, DatabaseChange> change)
    {
        var filter = new ParkedFilter();
        var reason = new ReasonOption("Why; it is recorded on standard error", isRequired: false);
        var command = CreateVerb(name, description, async (databases, parsed, stop) =>
        {
            var rows = ParkedRows.None;
            var given = reason.ReadReason(parsed);
            var ids = filter.ChooseIds(parsed, () => (rows = databases.ReadAll()).Messages);
            var unread = rows.NameUnread(ErrorsOf(parsed));
            var count = await AuditLine.RecordAsync(
                $"parked {name}", ids, given, () => databases.ChangeAllAsync(change(ids), stop));
            return Math.Max(ReportCount(databases, ids, count, done, _databases.OptionsAsGiven(parsed)), unread);
        });
        filter.AddTo(command);
        reason.AddTo(command);
        return command;
    }

    private static Command CreateVerb(
        string name, string description, Func<ParkedDatabases, ParseResult, CancellationToken, Task<int>> run)
    {
        var command = new Command(name, description);
        _databases.AddTo(command);
        command.SetAction((parsed, stop) =>
            DatabaseVerb.RunAsync(
                ErrorsOf(parsed), () => run(new ParkedDatabases(_databases.ReadChoice(parsed)), parsed, stop)));
        return command;
    }

    private static Func<ParkedDatabases, ParseResult, CancellationToken, Task<int>> WithoutAwait(
        Func<ParkedDatabases, ParseResult, int> run) =>
        (databases, parsed, _) => Task.FromResult(run(databases, parsed));

    private static int ListMessages(ParkedDatabases databases, ParseResult parsed)
    {
        var rows = databases.ReadAll();
        ParkedWriter.WriteList(rows.Messages, parsed.GetValue(_json));
        return rows.NameUnread(ErrorsOf(parsed));
    }

    private static ErrorLines ErrorsOf(ParseResult parsed) => new(parsed.GetValue(_json));

    private static int ShowMessage(ParkedDatabases databases, string id, string said)
    {
        var rows = databases.ReadAll().RowsOf(id);
        foreach (var (_, message) in rows.Messages)
        {
            ParkedWriter.WriteMessage(id, message);
        }

        return rows.IsEmpty ? ReportUnknown(databases, [id], said) : rows.NameUnread(new ErrorLines(isJson: false));
    }

    private static int ReportCount(
        ParkedDatabases databases, IReadOnlyCollection<string> ids, int count, string done, string said)
    {
        if (count == 0)
        {
            return ReportUnknown(databases, ids, said);
        }

        Console.WriteLine(ids.Count == 1 ? $"{PlainText.EscapeControls(ids.First())}: {done}." : $"{count} {done}.");
        return CommandLineRun.Success;
    }

    private static int ReportUnknown(ParkedDatabases databases, IReadOnlyCollection<string> ids, string said)
    {
        if (ids.Count == 1 && !databases.ReadAll().RowsOf(ids.First()).IsEmpty)
        {
            Console.Error.WriteLine($"{PlainText.EscapeControls(ids.First())} belongs to a repair and is kept.");
            return CommandLineRun.Failure;
        }

        var which = ids.Count == 1 ? $"called '{PlainText.EscapeControls(ids.First())}'" : "like that";
        Console.Error.WriteLine($"No parked message is {which}. `cartwright parked list{said}` names all.");
        return CommandLineRun.Failure;
    }
}
