using System.CommandLine;
using Cartwright.CommandLine;
using Cartwright.CommandLine.Clusters;
using Spectre.Console;

namespace Cartwright.Lab.Cluster;

/// <summary>The verb `cluster`: the distributed shop on one machine, with real databases and brokers.</summary>
public static class ClusterCommand
{
    private static readonly Option<string> _data = new("--data")
    {
        Description = "The cluster's directory; `up` makes it",
        HelpName = "DIR",
        DefaultValueFactory = _ => "cluster",
    };

    private static readonly Argument<string> _name = new("name") { Description = "A process, as status names it" };

    private static readonly Option<bool> _json = new("--json") { Description = "Print a JSON list" };

    private static readonly Option<bool> _leaveDown = new("--leave-down")
    {
        Description = "Do not start it again: its machine is lost, until `cluster start`. "
            + "Not for a server of --postgres ha: name its patroni-N",
    };

    public static Command CreateCommand()
    {
        var command = new Command("cluster", "Run the distributed shop on this machine, and kill its parts.")
        {
            ClusterUp.CreateCommand(_data),
        };
        var status = new Command("status", "Show every process of a running cluster.") { _data, _json };
        status.SetAction((parsed, stop) => ReportFaultsAsync(
            () => ShowStatusAsync(LayoutOf(parsed), parsed.GetValue(_json), stop)));
        command.Add(status);
        command.Add(CreateKill());
        command.Add(CreateVerb("stop", "End a process and leave it down."));
        command.Add(CreateVerb("start", "Start a process that was stopped."));
        var down = new Command("down", "Stop the whole cluster; comes back when everything is down.") { _data };
        down.SetAction((parsed, stop) => ReportFaultsAsync(
            async () => Console.WriteLine(await ClusterDown.StopClusterAsync(LayoutOf(parsed), stop))));
        command.Add(down);
        return command;
    }

    /// <summary>Runs an action; a fault of the cluster is a message and exit status 1.</summary>
    internal static Task<int> ReportFaultsAsync(Func<Task> action) => ReportFaultsAsync(async () =>
    {
        await action();
        return CommandLineRun.Success;
    });

    /// <summary>Runs an action that has an exit status of its own.</summary>
    internal static async Task<int> ReportFaultsAsync(Func<Task<int>> action)
    {
        try
        {
            return await action();
        }
        catch (ClusterFault fault)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return CommandLineRun.Failure;
        }
        catch (UsageFault fault)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return CommandLineRun.Usage;
        }
    }

    /// <summary>
    /// Prints the parts, their logs by the way from the cluster's directory, which leaves them room. Then come lines
    /// by which its owner connects to them.
    /// </summary>
    internal static void PrintStatus(ClusterLayout layout, IReadOnlyList<PartStatus> parts)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns("name", "role", "pid", "port", "ready", "restarts", "log");
        foreach (var part in parts)
        {
            table.AddRow(
                part.Name,
                part.Role,
                part.Pid?.ToString() ?? "-",
                part.Port.ToString(),
                part.Ready ? "yes" : "no",
                part.Restarts.ToString(),
                Markup.Escape(Path.GetRelativePath(layout.Root, part.Log)));
        }

        PeopleConsole.OnWriter(Console.Out).Write(table);
        ConnectionLines.Print(layout, ClusterDirectory.GatewayUrlIn(layout, parts), parts);
    }

    private static Command CreateVerb(string verb, string description)
    {
        var command = new Command(verb, description) { _name, _data };
        command.SetAction((parsed, stop) => ReportFaultsAsync(async () => Console.WriteLine(
            await Control.SendCommandAsync(LayoutOf(parsed), $"{verb} {parsed.GetValue(_name)}", stop))));
        return command;
    }

    private static Command CreateKill()
    {
        var command = new Command("kill", "End a process at once (kill -9); it is started again.")
        {
            _name, _data, _leaveDown,
        };
        command.SetAction((parsed, stop) => ReportFaultsAsync(async () =>
        {
            var word = parsed.GetValue(_leaveDown) ? "lose" : "kill";
            Console.WriteLine(
                await Control.SendCommandAsync(LayoutOf(parsed), $"{word} {parsed.GetValue(_name)}", stop));
        }));
        return command;
    }

    private static async Task ShowStatusAsync(ClusterLayout layout, bool asJson, CancellationToken stop)
    {
        if (asJson)
        {
            Console.WriteLine(await Control.SendCommandAsync(layout, "status", stop));
            return;
        }

        PrintStatus(layout, await ClusterDirectory.PartStatusAsync(layout.Root, stop));
    }

    private static ClusterLayout LayoutOf(ParseResult parsed) => new(parsed.GetValue(_data)!);
}
