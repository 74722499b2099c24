using System.CommandLine;
using Cartwright.Cli.CommandLine;

namespace Cartwright.Cli.Cluster;

/// <summary>`cluster up`: starts everything, and supervises it until it is told to stop.</summary>
internal static class ClusterUp
{
    private const string PerService = "per-service";
    private const string Shared = "shared";

    private static readonly Option<string> _url = new("--url")
    {
        Description = "Where the gateway listens",
        HelpName = "URL",
        DefaultValueFactory = _ => "http://127.0.0.1:8000",
    };

    private static readonly Option<string> _reply = ChoiceOption.Create(
        "--reply", "What a checkout is answered", ["immediate", "final"], "immediate");

    private static readonly Option<int> _order = Nodes("--order");
    private static readonly Option<int> _stock = Nodes("--stock");
    private static readonly Option<int> _payment = Nodes("--payment");

    private static readonly Option<string> _kafka = ChoiceOption.Create("--kafka", "How many brokers", ["1", "3"], "1");

    private static readonly Option<string> _postgres = ChoiceOption.Create(
        "--postgres", "A database server for each service, or one for all", [PerService, Shared], PerService);

    private static readonly Option<bool> _noRestart = new("--no-restart")
    {
        Description = "Leave a process down that has died",
    };

    public static Command Create(Option<string> data)
    {
        var command = new Command("up", "Start a cluster and supervise it, until Ctrl-C or `cluster down`.")
        {
            data, _url, _reply, _order, _stock, _payment, _kafka, _postgres, _noRestart,
        };
        command.SetAction((parsed, stop) => ClusterCommand.GuardAsync(() => RunAsync(
            new ClusterOptions
            {
                Directory = parsed.GetValue(data)!,
                Url = parsed.GetValue(_url)!,
                Reply = parsed.GetValue(_reply)!,
                OrderNodes = parsed.GetValue(_order),
                StockNodes = parsed.GetValue(_stock),
                PaymentNodes = parsed.GetValue(_payment),
                Brokers = parsed.GetValue(_kafka) == "3" ? 3 : 1,
                SharesServer = parsed.GetValue(_postgres) == Shared,
                Restarts = !parsed.GetValue(_noRestart),
            },
            stop)));
        return command;
    }

    private static Option<int> Nodes(string name) =>
        NumberOption.Whole(name, $"How many {name.TrimStart('-')} nodes", "N", min: 1, defaultValue: 1);

    private static async Task RunAsync(ClusterOptions options, CancellationToken stop)
    {
        var layout = new ClusterLayout(options.Directory);
        var installed = Installation.Find();
        layout.Create();
        var supervisor = new Supervisor(options, layout, installed);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        try
        {
            await supervisor.StartAsync(ending.Token);
            ClusterCommand.Print(layout, await supervisor.StatusAsync(ending.Token));
            Console.WriteLine($"Cartwright is ready on {options.Url}");
            await Control.ServeAsync(layout, line => DoAsync(supervisor, line, ending), ending.Token);
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine("Stopping.");
        }
        finally
        {
            await supervisor.StopAsync();
        }
    }

    private static Task<string> DoAsync(Supervisor supervisor, string line, CancellationTokenSource ending)
    {
        if (line != "down")
        {
            return supervisor.DoAsync(line, ending.Token);
        }

        ending.CancelAfter(TimeSpan.FromMilliseconds(100));
        return Task.FromResult("ok");
    }
}
