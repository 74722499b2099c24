using System.CommandLine;
using Cartwright.Cli.Composition;
using Cartwright.Cli.Configuration;
using Cartwright.Cli.Databases;
using Cartwright.Cli.Serve;
using Cartwright.CommandLine;

namespace Cartwright.Cli.Topics;

/// <summary>
/// The verb `topics`: makes the topics of a shop, so that its nodes need no right to do it, or prints the rights that
/// they need.
/// </summary>
public static class TopicsCommand
{
    private static readonly SettingOptions _settings = new(Settings.OfTopics);

    private static readonly Option<bool> _acls = new("--acls")
    {
        Description = "Print the ACLs of each service as commands of kafka-acls.sh, and change nothing",
    };

    private static readonly Option<bool> _grant = new("--grant")
    {
        Description = "Give each service its ACLs after the topics, as a principal that may do so",
    };

    private static readonly Option<string[]> _principals = new("--principal")
    {
        Description = "With --acls or --grant: how the brokers call a service [default: User:SERVICE]. Also for "
            + "`topics`, which makes the topics by this verb, and for `events`, which consumes public events",
        HelpName = "SERVICE=PRINCIPAL",
    };

    private static readonly Option<string?> _commandConfig = new("--command-config")
    {
        Description = "With --acls: the file by which kafka-acls.sh connects to protected brokers",
        HelpName = "FILE",
    };

    public static Command CreateCommand()
    {
        var command = new Command("topics", "Make the Kafka topics of the nodes, or print the rights on them.")
        {
            _acls, _grant, _principals, _commandConfig,
        };
        _settings.AddTo(command);
        command.SetAction((parsed, stop) =>
            DatabaseVerb.RunAsync(new ErrorLines(isJson: false), () => RunTopicsAsync(parsed, stop)));
        return command;
    }

    private static async Task<int> RunTopicsAsync(ParseResult parsed, CancellationToken stop)
    {
        var configured = _settings.ReadSettings(parsed);
        configured.Warnings.ToList().ForEach(Console.Error.WriteLine);
        RequireRight(configured);
        var options = new ServeOptions(configured);
        var principals = AclPrincipals.Parse(parsed.GetValue(_principals) ?? []);
        var grants = parsed.GetValue(_grant);
        if (parsed.GetValue(_acls))
        {
            AclCommands.LinesOf(options, principals, parsed.GetValue(_commandConfig)).ToList()
                .ForEach(Console.WriteLine);
            return CommandLineRun.Success;
        }

        if ((parsed.GetValue(_principals) is { Length: > 0 } && !grants)
            || parsed.GetValue(_commandConfig) is not null)
        {
            throw new UsageFault(
                "--principal and --command-config have no use without --acls; --grant takes --principal too.");
        }

        var changes = 0;
        await BrokerTopics.MakeAsync(options, Report, stop);
        if (changes == 0)
        {
            Console.WriteLine("All topics are as they should be.");
        }

        if (grants)
        {
            await BrokerTopics.GrantAsync(options, principals, stop);
            principals.Values.ToList().ForEach(principal => Console.WriteLine($"{principal} has its rights."));
        }

        return CommandLineRun.Success;

        void Report(string change)
        {
            changes++;
            Console.WriteLine(change);
        }
    }

    private static void RequireRight(Configured configured)
    {
        List<string> mistakes = configured.Mistakes.Count > 0
            ? [.. configured.Mistakes]
            : [.. KafkaSettings.MistakesIn(configured)];
        if (mistakes.Count == 0 && !configured.IsSet(Settings.Brokers))
        {
            mistakes.Add($"Name the brokers: {Settings.Brokers.Option} HOST:PORT.");
        }

        if (mistakes.Count > 0)
        {
            throw new UsageFault(string.Join(Environment.NewLine, mistakes));
        }
    }
}
