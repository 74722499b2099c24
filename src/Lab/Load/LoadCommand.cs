using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Cartwright.CommandLine;
using Cartwright.CommandLine.Clusters;
using Cartwright.Lab.Cluster;
using Cartwright.Lab.Http;

namespace Cartwright.Lab.Load;

/// <summary>The verb `load`: its options and their meaning.</summary>
public static class LoadCommand
{
    private const int ConnectionsDefault = 64;
    private const string Poisson = "poisson";

    private static readonly ShopAddressOptions _address = new();

    private static readonly Option<string?> _cluster = ClusterOption.CreateOption(
        "Measure the running cluster in this directory instead, with the CPU time of all its processes");

    private static readonly Option<Workload> _workload =
        ChoiceOption.CreateOption("--workload", "The items of the orders", Workload.All, "uniform");

    private static readonly Option<int?> _connections = NumberOption.OptionalWhole(
        "--connections", $"Closed loop with N checkouts in flight [default: {ConnectionsDefault}]", "N", min: 1);

    private static readonly Option<double?> _rate = NumberOption.OptionalPositive(
        "--rate", "Open loop with N checkouts a second, however slow the answers are", "N");

    private static readonly Option<string> _arrivals = ChoiceOption.CreateOption(
        "--arrivals", "Gaps between the checkouts of an open loop", [Poisson, "constant"], Poisson);

    private static readonly Option<int> _seconds =
        NumberOption.WholeNumber("--seconds", "How long to measure", "N", min: 1, defaultValue: 10);

    private static readonly Option<int> _warmup =
        NumberOption.WholeNumber("--warmup", "How many seconds to warm up before", "N", min: 0, defaultValue: 3);

    private static readonly Option<int[]> _cpuOf = new("--cpu-of")
    {
        Description = "Processes that serve the checkouts; their CPU time gives M",
        HelpName = "PID,PID…",
        CustomParser = ParsePids,
    };

    private static readonly Option<int?> _orders = NumberOption.OptionalWhole(
        "--orders", "Fresh orders to prepare [default: 100000; scarce: 1000]", "N", min: 1);

    private static readonly Option<int?> _items = NumberOption.OptionalWhole(
        "--items", "Items of the shop [default: 100000; scarce: 1]", "N", min: 1);

    private static readonly Option<int?> _users = NumberOption.OptionalWhole(
        "--users", "Users of the shop [default: 100000; scarce: 1000]", "N", min: 1);

    private static readonly Option<int> _seed =
        NumberOption.WholeNumber(
            "--seed", "Chooses the random users, items and arrivals", "N", min: 0, defaultValue: 1);

    private static readonly Option<bool> _json = new("--json")
    {
        Description = "Print one JSON line on standard output, all else on standard error",
    };

    private static readonly Option<bool> _null = new("--null")
    {
        Description = "Validate the generator: GET /healthz/live instead of checkouts shows its own cost",
    };

    public static Command CreateCommand()
    {
        var command = new Command(
            SocketThreads.Generator, "Measure a shop under load. Resets stock, credit and orders of that shop!")
        {
            _cluster, _workload, _connections, _rate, _arrivals, _seconds, _warmup, _cpuOf,
            _orders, _items, _users, _seed, _json, _null,
        };
        _address.AddTo(command);
        command.Validators.Add(RefuseTwoLoops);
        command.SetAction((parsed, stop) => ClusterCommand.ReportFaultsAsync(async () =>
            await new LoadRun(await PointAsync(ReadOptions(parsed), parsed.GetValue(_cluster), stop))
                .RunLoadAsync(stop)));
        return command;
    }

    internal static LoadOptions ReadOptions(ParseResult parsed)
    {
        var workload = parsed.GetValue(_workload)!;
        return new LoadOptions
        {
            Address = _address.ReadAddress(parsed),
            Workload = workload,
            Connections = parsed.GetValue(_connections) ?? ConnectionsDefault,
            RatePerSecond = parsed.GetValue(_rate),
            PoissonArrivals = parsed.GetValue(_arrivals) == Poisson,
            Seconds = parsed.GetValue(_seconds),
            WarmupSeconds = parsed.GetValue(_warmup),
            CpuOf = parsed.GetValue(_cpuOf) ?? [],
            Orders = parsed.GetValue(_orders) ?? workload.OrdersDefault,
            Items = parsed.GetValue(_items) ?? workload.ItemsDefault,
            Users = parsed.GetValue(_users) ?? workload.UsersDefault,
            Seed = parsed.GetValue(_seed),
            Json = parsed.GetValue(_json),
            Null = parsed.GetValue(_null),
        };
    }

    private static async Task<LoadOptions> PointAsync(
        LoadOptions options, string? cluster, CancellationToken stop) => cluster is null
            ? options
            : options with
            {
                Address = await ClusterDirectory.GatewayAddressAsync(cluster, stop),
                CpuOf = [.. options.CpuOf, .. await ClusterDirectory.ProcessIdsAsync(cluster, stop)],
            };

    private static void RefuseTwoLoops(CommandResult result)
    {
        if (result.GetResult(_connections) is not null && result.GetResult(_rate) is not null)
        {
            result.AddError("--connections (closed loop) and --rate (open loop) exclude each other.");
        }
    }

    private static int[]? ParsePids(ArgumentResult result)
    {
        var text = string.Join(',', result.Tokens.Select(token => token.Value));
        var pids = new List<int>();
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var pid) || pid == 0)
            {
                result.AddError($"--cpu-of must be process ids separated by commas, not '{text}'.");
                return null;
            }

            pids.Add(pid);
        }

        return [.. pids];
    }
}
