using System.CommandLine;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Cartwright.Cli.CommandLine;
using Cartwright.Domain;
using Cartwright.Domain.Storage;
using Cartwright.Engine.Ports;

namespace Cartwright.Cli.Serve;

/// <summary>The verb `serve`: the whole shop in one process, or one node of many.</summary>
internal static class ServeCommand
{
    private const string Immediate = "immediate";
    private const string Final = "final";
    private const string Gateway = "gateway";

    // SIGXFSZ, on Linux and on macOS: a write past a limit on the size of files is to fail like one on a full disk,
    // and not to end the process.
    private const PosixSignal FileTooLarge = (PosixSignal)25;

    private static readonly Option<string> _url = SettingOption.Create(
        "--urls", "Where to listen; port 0 takes a free one", "URL", "http://127.0.0.1:8000");

    private static readonly Option<string> _data = SettingOption.Create(
        "--data", "Where the data lies; made if it is missing", "DIR", "data");

    private static readonly Option<string> _reply = ChoiceOption.Create(
        "--reply", "What a checkout is answered: at once, or with its outcome", [Immediate, Final], Immediate);

    private static readonly Option<string> _roles = SettingOption.Create(
        "--roles", "Be one node of many: gateway, or some of order,stock,payment", "ROLE,ROLE…", string.Empty);

    private static readonly Dictionary<Role, Option<string>> _databases = Enum.GetValues<Role>().ToDictionary(
        role => role,
        role => SettingOption.Create(
            $"--postgres-{EnumText.Of(role)}",
            $"The {EnumText.Of(role)} service's database",
            "CONNECTION",
            string.Empty));

    private static readonly Option<string> _kafka = SettingOption.Create(
        "--kafka", "The brokers between the nodes", "HOST:PORT,…", string.Empty);

    private static readonly Option<int> _replication =
        NumberOption.Whole("--kafka-replication", "On how many brokers each record lies", "N", min: 1, defaultValue: 1);

    private static readonly Option<int> _lanes =
        NumberOption.Whole("--lanes", "How many batches of a service run side by side", "N", min: 1, defaultValue: 1);

    private static readonly Option<string> _name = SettingOption.Create(
        "--node-name", "A name that stays the same over a restart of this node", "NAME", string.Empty);

    private static readonly Option<bool> _migrate = new("--migrate")
    {
        Description = "Bring the databases up to date first",
    };

    private static readonly Dictionary<Role, Option<string>> _nodes = Enum.GetValues<Role>().ToDictionary(
        role => role,
        role => SettingOption.Create(
            $"--{EnumText.Of(role)}-nodes",
            $"Gateway: the {EnumText.Of(role)} service's nodes",
            "URL,…",
            string.Empty));

    public static Command Create()
    {
        var command = new Command("serve", "Run the shop in one process, or one node of it.")
        {
            _url, _data, _reply, _roles, _kafka, _replication, _lanes, _name, _migrate,
        };
        foreach (var option in _databases.Values.Concat(_nodes.Values))
        {
            command.Add(option);
        }

        EventOptions.AddTo(command);

        // Not validators: those do not see defaults, nor what the environment says.
        command.SetAction((parsed, stop) => Mistakes(parsed).ToList() is { Count: > 0 } mistakes
            ? RefuseAsync(mistakes)
            : RunAsync(Read(parsed), stop));
        return command;
    }

    private static async Task<int> RefuseAsync(List<string> mistakes)
    {
        mistakes.ForEach(Console.Error.WriteLine);
        await Console.Error.FlushAsync();
        return CommandLineRun.Usage;
    }

    /// <summary>What is wrong with the options and the environment together, a sentence each.</summary>
    internal static IEnumerable<string> Mistakes(ParseResult result)
    {
        if (!Uri.TryCreate(result.GetValue(_url), UriKind.Absolute, out var url) || url.Scheme != Uri.UriSchemeHttp)
        {
            yield return "--urls takes one address such as http://127.0.0.1:8000.";
        }

        var names = Split(result.GetValue(_roles));
        var services = names.Where(name => name != Gateway).ToList();
        if (services.Find(name => !Enum.TryParse<Role>(name, ignoreCase: true, out _)) is { } unknown)
        {
            yield return $"--roles '{unknown}' is unknown; known are: gateway, order, stock, payment.";
            yield break;
        }

        if (names.Contains(Gateway) && services.Count > 0)
        {
            yield return "--roles: a gateway is a node of its own.";
        }

        foreach (var role in services.Select(RoleOf).Where(role => result.GetValue(_databases[role])!.Length == 0))
        {
            yield return $"{_databases[role].Name} is needed by --roles {EnumText.Of(role)}.";
        }

        if (services.Count > 0 && result.GetValue(_kafka)!.Length == 0)
        {
            yield return "--kafka is needed by --roles.";
        }

        foreach (var option in _nodes.Values.Where(o => names.Contains(Gateway) && result.GetValue(o)!.Length == 0))
        {
            yield return $"{option.Name} is needed by --roles {Gateway}.";
        }
    }

    private static ServeOptions Read(ParseResult parsed)
    {
        var names = Split(parsed.GetValue(_roles));
        var roles = names.Where(name => name != Gateway).Select(RoleOf).ToList();
        var name = parsed.GetValue(_name)!;
        return new ServeOptions
        {
            Url = parsed.GetValue(_url)!,
            DataDirectory = Path.GetFullPath(parsed.GetValue(_data)!),
            RepliesFinal = parsed.GetValue(_reply) == Final,
            Roles = roles,
            IsGateway = names.Contains(Gateway),
            Lanes = parsed.GetValue(_lanes),
            Events = EventOptions.Read(parsed),
            Migrates = parsed.GetValue(_migrate),
            Databases = roles.ToDictionary(role => role, role => parsed.GetValue(_databases[role])!),
            Nodes = _nodes.ToDictionary(
                pair => pair.Key, pair => (IReadOnlyList<string>)Split(parsed.GetValue(pair.Value))),
            Brokers = parsed.GetValue(_kafka)!,
            Replication = parsed.GetValue(_replication),
            NodeName = name.Length > 0 ? name : null,
        };
    }

    private static async Task<int> RunAsync(ServeOptions options, CancellationToken stop)
    {
        try
        {
            return await ServeAsync(options, stop);
        }
        catch (FatalFault fault)
        {
            await Console.Error.WriteLineAsync($"{fault.Message} [{fault.Code}]");
            return CommandLineRun.Failure;
        }
        catch (Exception fault) when (fault is IOException or SocketException or TransientFault)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return CommandLineRun.Failure;
        }
    }

    private static async Task<int> ServeAsync(ServeOptions options, CancellationToken stop)
    {
        using var limit = OperatingSystem.IsWindows()
            ? null
            : PosixSignalRegistration.Create(FileTooLarge, signal => signal.Cancel = true);
        await using var node = await Composition.StartAsync(options, stop);
        Console.WriteLine($"Cartwright is ready on {node.Url}");
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var onStop = stop.Register(stopped.SetResult);
        await await Task.WhenAny(stopped.Task, node.Ended);
        return CommandLineRun.Success;
    }

    private static Role RoleOf(string name) => Enum.Parse<Role>(name, ignoreCase: true);

    private static List<string> Split(string? text) =>
        [.. (text ?? string.Empty).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
}
