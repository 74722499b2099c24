using System.CommandLine;
using Cartwright.Cli.CommandLine;
using Cartwright.Domain.Storage;
using Cartwright.Engine;
using Cartwright.Engine.Ports;
using Cartwright.Sqlite;

namespace Cartwright.Cli.Parked;

/// <summary>The verb `parked`: messages that could not be handled, and what becomes of them.</summary>
internal static class ParkedCommand
{
    private const int ErrorLettersMax = 100;

    private static readonly Option<string> _data = DataOption.Create("Where the data lies");

    private static readonly Argument<string> _id = new("ID")
    {
        Description = "Which message, as `parked list` names it",
    };

    internal static Command Create() => new("parked", "See messages that could not be handled; replay or drop them.")
    {
        Verb("list", "Name all of them.", parsed => List(DirectoryOf(parsed))),
        Verb("show", "Show one with its bytes.", parsed => Show(DirectoryOf(parsed), parsed.GetValue(_id)!), _id),
        Verb(
            "replay",
            "Try one again: at once where the server runs, else when it starts.",
            parsed => Replay(DirectoryOf(parsed), parsed.GetValue(_id)!),
            _id),
        Verb("drop", "Give one up for good.", parsed => Drop(DirectoryOf(parsed), parsed.GetValue(_id)!), _id),
    };

    private static Command Verb(
        string name, string description, Func<ParseResult, int> run, Argument<string>? argument = null)
    {
        var command = new Command(name, description) { _data };
        if (argument is not null)
        {
            command.Add(argument);
        }

        command.SetAction(parsed => Guard(() => run(parsed)));
        return command;
    }

    private static int Guard(Func<int> run)
    {
        try
        {
            return run();
        }
        catch (FatalFault fault)
        {
            Console.Error.WriteLine($"{fault.Message} [{fault.Code}]");
            return CommandLineRun.Usage;
        }
        catch (TransientFault fault)
        {
            Console.Error.WriteLine(fault.Message);
            return CommandLineRun.Failure;
        }
    }

    private static int List(string directory)
    {
        using var reader = SqliteReader.Open(directory);
        var count = 0;
        foreach (var (key, parked) in reader.ReadAll(ParkedMessage.Table).OrderBy(row => row.State.At))
        {
            count++;
            var error = parked.Error.ReplaceLineEndings(" ");
            var due = parked.Due is null ? "" : ", to be tried again";
            Console.WriteLine($"{key.Text}  {EnumText.Of(parked.To)}, parked {TimeOf(parked.At)}{due}");
            Console.WriteLine($"    {error[..Math.Min(error.Length, ErrorLettersMax)]}");
        }

        Console.WriteLine(count == 0 ? "Nothing is parked." : $"{count} parked.");
        return CommandLineRun.Success;
    }

    private static int Show(string directory, string id)
    {
        using var reader = SqliteReader.Open(directory);
        foreach (var (_, parked) in reader.ReadAll(ParkedMessage.Table).Where(row => row.Key.Text == id))
        {
            Console.WriteLine($"id:     {id}");
            Console.WriteLine($"to:     {EnumText.Of(parked.To)}");
            Console.WriteLine($"from:   {parked.Origin}");
            Console.WriteLine($"parked: {TimeOf(parked.At)}");
            Console.WriteLine($"due:    {(parked.Due is { } due ? TimeOf(due) : "not before `parked replay`")}");
            Console.WriteLine($"error:  {parked.Error}");
            Console.WriteLine($"bytes{(parked.IsBase64 ? " (base64)" : "")}: {parked.Body}");
            return CommandLineRun.Success;
        }

        return Unknown(id);
    }

    private static int Replay(string directory, string id)
    {
        if (!ParkedShelf.Replay(directory, id, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()))
        {
            return Unknown(id);
        }

        Console.WriteLine($"{id} will be tried again.");
        return CommandLineRun.Success;
    }

    private static int Drop(string directory, string id)
    {
        if (!ParkedShelf.Drop(directory, id))
        {
            return Unknown(id);
        }

        Console.WriteLine($"{id} is dropped.");
        return CommandLineRun.Success;
    }

    private static int Unknown(string id)
    {
        Console.Error.WriteLine($"No parked message is called '{id}'. `cartwright parked list` names all.");
        return CommandLineRun.Failure;
    }

    private static string DirectoryOf(ParseResult parsed) => Path.GetFullPath(parsed.GetValue(_data)!);

    private static string TimeOf(long milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToString("yyyy-MM-dd HH:mm:ss'Z'");
}
