using System.CommandLine;
using System.CommandLine.Parsing;
using Cartwright.CommandLine;

namespace Cartwright.Lab.Cluster;

/// <summary>`cluster up`: starts everything, and supervises it until it is stopped.</summary>
internal static class ClusterUp
{
    private const string PerService = "per-service";
    private const string Shared = "shared";
    private const string Replicated = "ha";
    private const string Detach = "--detach";

    // As many as an inbox has partitions: another node would get no answers.
    private const int NodesMax = 12;

    /// <summary>The option for the gateway's address.</summary>
    public const string UrlName = "--url";

    /// <summary>The option for a cluster that is encrypted and asks for credentials.</summary>
    public const string SecureName = "--secure";

    /// <summary>The option for an open gateway that other machines can reach.</summary>
    public const string InsecureName = "--insecure";

    /// <summary>Where the gateway listens without that option.</summary>
    public const string UsualUrl = "http://127.0.0.1:8000";

    private static readonly Option<string> _url = new(UrlName)
    {
        Description = "Where the gateway listens; port 0 takes a free one",
        HelpName = "URL",
        DefaultValueFactory = _ => UsualUrl,
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

    private static readonly Option<string> _reply = ChoiceOption.CreateOption(
        "--reply", "The answer to a checkout: at once, or with its outcome", ["immediate", "final"], "immediate");

    private static readonly IReadOnlyList<(string Service, Option<int> Count)> _nodes =
        [.. ClusterPlan.Services.Select(service => (service, NodesOf(service)))];

    private static readonly Option<string> _kafka = ChoiceOption.CreateOption(
        "--kafka", "How many brokers", ["1", "3"], "1");

    private static readonly Option<string> _postgres = ChoiceOption.CreateOption(
        "--postgres",
        "A database server for each service, one for all, or three of which one may be lost",
        [PerService, Shared, Replicated],
        PerService);

    private static readonly Option<bool> _secure = new(SecureName)
    {
        Description = "Encrypt every connection, and ask every client for credentials; not with --postgres ha",
    };

    // All but how this one start is to run.
    private static readonly Option[] _remembered =
        [_url, _reply, .. _nodes.Select(nodes => nodes.Count), _kafka, _postgres, _secure];

    private static readonly Option<bool> _insecure = new(InsecureName)
    {
        Description = $"Let other machines reach a gateway without {SecureName}, this time; a warning names it",
    };

    private static readonly Option<bool> _noRestart = new("--no-restart")
    {
        Description = "Leave a process down that has died",
    };

    private static readonly Option<int> _startTimeout = NumberOption.WholeNumber(
        StartPatience.Option,
        "How long a part may take until it is ready, however much it does",
        "SECONDS",
        min: 1,
        defaultValue: 600);

    private static readonly Option<bool> _detach = new(Detach)
    {
        Description = "Come back once the cluster is ready, and leave it running",
    };

    public static Command CreateCommand(Option<string> data)
    {
        var command = new Command("up", "Start a cluster and supervise it, until Ctrl-C or `cluster down`.")
        {
            data,
        };
        foreach (var option in (Option[])[.. _remembered, _insecure, _noRestart, _startTimeout, _detach])
        {
            command.Options.Add(option);
        }

        command.Validators.Add(RefuseBoth);
        command.SetAction((parsed, stop) => ClusterCommand.ReportFaultsAsync(() =>
        {
            var whole = CompleteOptions(parsed, data);
            return parsed.GetValue(_detach)
                ? StartDetachedAsync(ReadOptions(whole, data), stop)
                : ClusterRun.RunClusterAsync(ReadOptions(whole, data), layout => SaveOptions(whole, layout), stop);
        }));
        return command;
    }

    /// <summary>The options given now, completed with the earlier ones.</summary>
    internal static ParseResult CompleteOptions(
        ParseResult parsed, Option<string> data) => RememberedOptions.CompleteOptions(
        parsed,
        new ClusterLayout(parsed.GetValue(data)!),
        _remembered,
        new Dictionary<Option, string>
        {
            [_kafka] = "how many brokers there are",
            [_postgres] = "how the databases lie on servers",
            [_secure] = "how its connections are protected",
        });

    /// <summary>Keeps it for the next start.</summary>
    internal static void SaveOptions(ParseResult whole, ClusterLayout layout) =>
        RememberedOptions.SaveOptions(whole, layout, _remembered);

    /// <exception cref="UsageFault">They do not go together.</exception>
    internal static ClusterOptions ReadOptions(ParseResult parsed, Option<string> data)
    {
        var options = OptionsIn(parsed, data);
        return options.Mistake is { } mistake ? throw new UsageFault(mistake) : options;
    }

    private static ClusterOptions OptionsIn(ParseResult parsed, Option<string> data) => new()
    {
        Directory = parsed.GetValue(data)!,
        AskedUrl = parsed.GetValue(_url)!,
        IsSecured = parsed.GetValue(_secure),
        IsInsecure = parsed.GetValue(_insecure),
        Reply = parsed.GetValue(_reply)!,
        Nodes = _nodes.ToDictionary(nodes => nodes.Service, nodes => parsed.GetValue(nodes.Count)),
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

    // The servers of Patroni have no encrypted connections.
    private static void RefuseBoth(CommandResult result)
    {
        if (result.GetValue(_secure) && result.GetValue(_postgres) == Replicated)
        {
            result.AddError($"{_secure.Name} does not go with {_postgres.Name} {Replicated}.");
        }
    }

    private static Option<int> NodesOf(string service) =>
        NumberOption.WholeNumber(
            $"--{service}", $"How many {service} nodes", "N", min: 1, defaultValue: 1, max: NodesMax);

    private static async Task StartDetachedAsync(ClusterOptions options, CancellationToken stop)
    {
        var layout = await ClusterOwner.ClaimDirectoryAsync(options.Directory, stop);

        // The log of the supervisor is made before it runs.
        OwnedFiles.CloseByDefault();
        await Detached.StartDetachedAsync(layout, Detach, stop);
    }
}
