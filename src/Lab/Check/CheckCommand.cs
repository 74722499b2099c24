using System.CommandLine;
using Cartwright.CommandLine;
using Cartwright.CommandLine.Clusters;
using Cartwright.Lab.Cluster;
using Cartwright.Lab.Http;

namespace Cartwright.Lab.Check;

/// <summary>The verb `check`: its options and their meaning.</summary>
public static class CheckCommand
{
    private const string Final = "final";

    private static readonly ShopAddressOptions _address = new();

    private static readonly Option<string?> _cluster =
        ClusterOption.CreateOption("Check the running cluster in this directory instead");

    private static readonly Option<int> _rounds = NumberOption.WholeNumber(
        "--rounds", "How often, each time with a new item, users and orders", "N", min: 1, defaultValue: 1);

    private static readonly Option<int> _users =
        NumberOption.WholeNumber("--users", "Users, each with one credit", "N", min: 1, defaultValue: 1000);

    private static readonly Option<int> _stock =
        NumberOption.WholeNumber("--stock", "Units of the only item", "N", min: 1, defaultValue: 100);

    private static readonly Option<int> _orders = NumberOption.WholeNumber(
        "--orders", "Orders by random users, checked out at the same time", "N", min: 1, defaultValue: 1000);

    private static readonly Option<string> _reply =
        ChoiceOption.CreateOption("--reply", "How the checkouts are answered", [Final, "immediate"], Final);

    private static readonly Option<int> _seed =
        NumberOption.WholeNumber("--seed", "Chooses the random users", "N", min: 0, defaultValue: 1);

    public static Command CreateCommand()
    {
        var command = new Command("check", "Check that a shop under contention is never wrong. Leaves its data alone.")
        {
            _cluster, _rounds, _users, _stock, _orders, _reply, _seed,
        };
        _address.AddTo(command);
        command.SetAction((parsed, stop) => ClusterCommand.ReportFaultsAsync(async () =>
        {
            var options = ReadOptions(parsed);
            options = parsed.GetValue(_cluster) is { } cluster
                ? options with { Address = await ClusterDirectory.GatewayAddressAsync(cluster, stop) }
                : options;
            return await new CheckRun(options).RunRoundsAsync(stop);
        }));
        return command;
    }

    internal static CheckOptions ReadOptions(ParseResult parsed) => new()
    {
        Address = _address.ReadAddress(parsed),
        Rounds = parsed.GetValue(_rounds),
        Users = parsed.GetValue(_users),
        Stock = parsed.GetValue(_stock),
        Orders = parsed.GetValue(_orders),
        FinalReply = parsed.GetValue(_reply) == Final,
        Seed = parsed.GetValue(_seed),
    };
}
