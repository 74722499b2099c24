using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Cartwright.CommandLine;
using Cartwright.CommandLine.Clusters;

namespace Cartwright.Lab.Cluster;

/// <summary>`cluster up`: starts everything, and supervises it until it is told to stop.</summary>
internal static class ClusterUp
{
    private const string PerService = "per-service";
    private const string Shared = "shared";
    private const string Replicated = "ha";
    private const string Detach = "--detach";

    // As many as an inbox has partitions: another node would get no answers.
    private const int NodesMax = 12;
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LookPause = TimeSpan.FromMilliseconds(100);

    /// <summary>The option that says where the gateway listens.</summary>
    public const string UrlName = "--url";

    /// <summary>How the line begins that says that the cluster is there.</summary>
    public const string Ready = "Cartwright is ready on ";

    private static readonly Option<string> _url = new(UrlName)
    {
        Description = "Where the gateway listens; port 0 takes a free one",
        HelpName = "URL",
        DefaultValueFactory = _ => "http://127.0.0.1:8000",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (ListenUrl.MistakeIn(text) is { } mistake)
            {
                result.AddError($"{UrlName} {mistake}.");
            }

            return text;
        },
    };

    private static readonly Option<string> _reply = ChoiceOption.Create(
        "--reply", "What a checkout is answered", ["immediate", "final"], "immediate");

    private static readonly Option<int> _order = Nodes("--order");
    private static readonly Option<int> _stock = Nodes("--stock");
    private static readonly Option<int> _payment = Nodes("--payment");

    private static readonly Option<string> _kafka = ChoiceOption.Create("--kafka", "How many brokers", ["1", "3"], "1");

    private static readonly Option<string> _postgres = ChoiceOption.Create(
        "--postgres",
        "A database server for each service, one for all, or three of which one may be lost",
        [PerService, Shared, Replicated],
        PerService);

    // All but how this one start is to run.
    private static readonly Option[] _remembered = [_url, _reply, _order, _stock, _payment, _kafka, _postgres];

    private static readonly Option<bool> _noRestart = new("--no-restart")
    {
        Description = "Leave a process down that has died",
    };

    private static readonly Option<int> _startTimeout = NumberOption.Whole(
        StartPatience.Option,
        "How long a part may take until it is ready, however much it does",
        "SECONDS",
        min: 1,
        defaultValue: 600);

    private static readonly Option<bool> _detach = new(Detach)
    {
        Description = "Come back once the cluster is ready, and leave it running",
    };

    public static Command Create(Option<string> data)
    {
        var command = new Command("up", "Start a cluster and supervise it, until Ctrl-C or `cluster down`.")
        {
            data, _url, _reply, _order, _stock, _payment, _kafka, _postgres, _noRestart, _startTimeout,
            _detach,
        };
        command.SetAction((parsed, stop) => ClusterCommand.GuardAsync(() =>
        {
            var whole = Complete(parsed, data);
            return parsed.GetValue(_detach)
                ? DetachAsync(Read(whole, data), stop)
                : RunAsync(Read(whole, data), layout => Keep(whole, layout), stop);
        }));
        return command;
    }

    /// <summary>What is said now, and beside it what was said before.</summary>
    internal static ParseResult Complete(ParseResult parsed, Option<string> data) => RememberedOptions.Complete(
        parsed,
        new ClusterLayout(parsed.GetValue(data)!),
        _remembered,
        new Dictionary<Option, string>
        {
            [_kafka] = "how many brokers there are",
            [_postgres] = "how the databases lie on servers",
        });

    /// <summary>Keeps it for the next start.</summary>
    internal static void Keep(ParseResult whole, ClusterLayout layout) =>
        RememberedOptions.Save(whole, layout, _remembered);

    internal static ClusterOptions Read(ParseResult parsed, Option<string> data) => new()
    {
        Directory = parsed.GetValue(data)!,
        Url = parsed.GetValue(_url)!,
        Reply = parsed.GetValue(_reply)!,
        OrderNodes = parsed.GetValue(_order),
        StockNodes = parsed.GetValue(_stock),
        PaymentNodes = parsed.GetValue(_payment),
        Brokers = parsed.GetValue(_kafka) == "3" ? 3 : 1,
        Servers = parsed.GetValue(_postgres) switch
        {
            Shared => DatabaseServers.Shared,
            Replicated => DatabaseServers.Replicated,
            _ => DatabaseServers.PerService,
        },
        Restarts = !parsed.GetValue(_noRestart),
        StartTimeout = TimeSpan.FromSeconds(parsed.GetValue(_startTimeout)),
    };

    private static Option<int> Nodes(string name) =>
        NumberOption.Whole(name, $"How many {name.TrimStart('-')} nodes", "N", min: 1, defaultValue: 1, max: NodesMax);

    private static async Task DetachAsync(ClusterOptions options, CancellationToken stop)
    {
        var layout = await ClaimAsync(options, stop);

        // The log of the supervisor is made before it runs.
        OwnedFiles.CloseByDefault();
        await Detached.StartAsync(layout, Detach, stop);
    }

    private static async Task RunAsync(ClusterOptions options, Action<ClusterLayout> keep, CancellationToken stop)
    {
        var layout = await ClaimAsync(options, stop);
        OwnedFiles.CloseByDefault();
        await using var owned = await OwnAsync(layout, stop);
        var installed = Installation.Find(options.Servers);
        await Reachability.RequireAsync(installed, stop);
        keep(layout);
        if (await Leftovers.EndAsync(layout, stop) is > 0 and var count)
        {
            Console.WriteLine($"Ended {count} processes that an earlier supervisor had left behind.");
        }

        await ClusterKeys.MakeAsync(options, layout, stop);
        var supervisor = new Supervisor(options, layout, installed);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        try
        {
            var control = Control.ServeAsync(layout, line => DoAsync(supervisor, line, ending), ending.Token);
            await using (var progress = new StartProgress(layout.SupervisorLog, TimeProvider.System))
            {
                await supervisor.StartAsync(progress, ending.Token);
            }

            var parts = await supervisor.StatusAsync(ending.Token);
            ClusterCommand.Print(layout, parts);
            var gateway = parts.Single(part => part.Role == "gateway");
            Console.WriteLine($"{Ready}{GatewayUrl.Of(options.Url, gateway.Port)}");
            await control;
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            Console.WriteLine("Stopping.");
        }
        finally
        {
            await supervisor.StopAsync();
            await Leftovers.EndAsync(layout, CancellationToken.None);
        }
    }

    // One supervisor a directory: it would take the other's processes for left over.
    private static async Task<ClusterLayout> ClaimAsync(ClusterOptions options, CancellationToken stop)
    {
        var layout = new ClusterLayout(options.Directory);
        await RequireNobodyAsync(layout, stop);
        await layout.CreateAsync(stop);
        await Reachability.RequireAsync(layout, stop);
        return layout;
    }

    private static async Task RequireNobodyAsync(ClusterLayout layout, CancellationToken stop)
    {
        if (await Control.AnswersAsync(layout, stop))
        {
            throw new ClusterFault($"A cluster runs in {layout.Root} already.");
        }
    }

    // Nobody answers at the socket while another supervisor starts, nor while it ends, which is waited for. The system
    // lets go of the file when the process ends, however it ends.
    private static async Task<FileStream> OwnAsync(ClusterLayout layout, CancellationToken stop)
    {
        var waiting = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return Take(layout);
            }
            catch (IOException) when (waiting.Elapsed < EndPatience)
            {
                await Task.Delay(LookPause, stop);
                await RequireNobodyAsync(layout, stop);
            }
            catch (IOException held)
            {
                throw Held(layout, held);
            }
        }
    }

    /// <summary>Makes this process the owner of a cluster's directory, without waiting.</summary>
    /// <exception cref="ClusterFault">It has another owner.</exception>
    public static FileStream Own(ClusterLayout layout)
    {
        try
        {
            return Take(layout);
        }
        catch (IOException held)
        {
            throw Held(layout, held);
        }
    }

    private static FileStream Take(ClusterLayout layout) =>
        new(layout.OwnerFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    private static ClusterFault Held(ClusterLayout layout, IOException held) =>
        new($"Another supervisor starts or ends in {layout.Root}: {held.Message}");

    private static Task<string> DoAsync(Supervisor supervisor, string line, CancellationTokenSource ending)
    {
        if (line != ClusterDown.Word)
        {
            return supervisor.DoAsync(line, ending.Token);
        }

        ending.CancelAfter(TimeSpan.FromMilliseconds(100));
        return Task.FromResult(Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
    }
}
