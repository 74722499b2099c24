using System.CommandLine;
using Cartwright.Cli.Databases;
using Cartwright.CommandLine;
using Cartwright.Domain;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Cli.Messages;

/// <summary>
/// The verb `messages`: the messages between the services as the log has them. It joins no group and commits nothing,
/// so that no node notices it.
/// </summary>
public static class MessagesCommand
{
    private const string Events = "events";

    private static readonly LogOptions _log = new();

    private static readonly Argument<string?> _topic = CreateTopic();

    private static readonly Option<long?> _order = NumberOption.OptionalId(
        "--order",
        $"Only messages of this order, among the last {LogTailReader.SearchedMax} records",
        "ORDER",
        "the number of an order");

    private static readonly Option<int> _limit = NumberOption.WholeNumber(
        "--limit", "How many messages are shown", "COUNT", min: 0, defaultValue: 20, max: 1_000, aliases: "-n");

    private static readonly Option<bool> _follow = new("--follow", "-f")
    {
        Description = "Go on with new messages, until Ctrl-C",
    };

    private static readonly Option<bool> _json = new("--json")
    {
        Description = "Print JSON, one line a message, with its body",
    };

    private static IEnumerable<string> Topics => [.. ShopServices.Roles.Select(role => role.Name), Events];

    public static Command CreateCommand()
    {
        var tail = new Command("tail", "Show the last messages of the inboxes and the public events, the newest last.")
        {
            _topic, _order, _limit, _follow, _json,
        };
        _log.AddTo(tail);
        tail.SetAction((parsed, stop) =>
        {
            var errors = new ErrorLines(parsed.GetValue(_json));
            return DatabaseVerb.RunAsync(errors, () => TailAsync(parsed, errors, stop));
        });
        return new Command("messages", "See the messages between the services.") { tail };
    }

    private static Argument<string?> CreateTopic()
    {
        var topic = new Argument<string?>("TOPIC")
        {
            Description = $"Only this inbox, or the public events: {string.Join(", ", Topics)}",
            Arity = ArgumentArity.ZeroOrOne,
        };
        topic.AcceptOnlyFromAmong([.. Topics]);
        return topic;
    }

    private static async Task<int> TailAsync(ParseResult parsed, ErrorLines errors, CancellationToken stop)
    {
        var order = parsed.GetValue(_order) is { } number ? new OrderId(number) : (OrderId?)null;
        var reader = new LogTailReader(_log.ReadChoice(parsed), order);
        var (topics, limit, asJson) = (ChosenTopics(parsed), parsed.GetValue(_limit), parsed.GetValue(_json));
        var missing = await reader.FindEndsAsync(topics, limit, stop);
        foreach (var topic in missing)
        {
            errors.Note(topic is { } inbox
                ? $"The brokers have no inbox of {inbox.Name} with this prefix."
                : "The brokers have no topic of public events with this prefix.");
        }

        foreach (var line in reader.ReadLast(limit, stop))
        {
            Write(line, asJson);
        }

        if (reader.LeftOlder)
        {
            errors.Note($"Only the last {LogTailReader.SearchedMax} records were searched.");
        }

        if (parsed.GetValue(_follow) && missing.Count < topics.Count)
        {
            foreach (var line in reader.ReadNew(stop))
            {
                Write(line, asJson);
            }
        }

        return missing.Count == 0 ? CommandLineRun.Success : CommandLineRun.Failure;
    }

    private static IReadOnlyList<Role?> ChosenTopics(ParseResult parsed)
    {
        var name = parsed.GetValue(_topic);
        return name is null ? [.. ShopServices.Roles.Select(role => (Role?)role), null]
            : name == Events ? [null]
            : [ShopServices.Roles.Single(role => role.Name == name)];
    }

    private static void Write(MessageLine line, bool asJson) =>
        Console.WriteLine(asJson ? line.ToJson() : line.ToText());
}
