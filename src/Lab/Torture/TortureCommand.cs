using System.CommandLine;
using System.CommandLine.Parsing;
using Cartwright.CommandLine;
using Cartwright.Lab.Cluster;

namespace Cartwright.Lab.Torture;

/// <summary>The verb `torture`: its options and their meaning.</summary>
public static class TortureCommand
{
    private static readonly Option<string> _cluster = new("--cluster")
    {
        Description = "The directory of a running cluster",
        HelpName = "DIR",
        DefaultValueFactory = _ => "cluster",
    };

    private static readonly Option<int> _minutes =
        NumberOption.WholeNumber("--minutes", "After this time no new round begins", "N", min: 1, defaultValue: 20);

    private static readonly Option<int?> _rounds =
        NumberOption.OptionalWhole("--rounds", "After so many rounds no new one begins either", "N", min: 1);

    private static readonly Option<int> _seed =
        NumberOption.WholeNumber("--seed", "Chooses faults, parts and moments", "N", min: 0, defaultValue: 1);

    private static readonly Option<IReadOnlyList<FaultKind>> _faults = new("--faults")
    {
        Description = $"Only these faults, by comma: {string.Join(", ", FaultKinds.All.Select(FaultKinds.NameOf))}",
        HelpName = "FAULT,…",
        DefaultValueFactory = _ => FaultKinds.All,
        CustomParser = ParseKinds,
    };

    public static Command CreateCommand()
    {
        var command = new Command("torture", "Break the parts of a running cluster under load, and judge every answer.")
        {
            _cluster, _minutes, _rounds, _seed, _faults,
        };
        command.SetAction((parsed, stop) =>
            ClusterCommand.ReportFaultsAsync(() => new TortureRun(ReadOptions(parsed)).RunRoundsAsync(stop)));
        return command;
    }

    internal static TortureOptions ReadOptions(ParseResult parsed) => new()
    {
        Cluster = parsed.GetValue(_cluster)!,
        Minutes = parsed.GetValue(_minutes),
        Rounds = parsed.GetValue(_rounds),
        Seed = parsed.GetValue(_seed),
        Kinds = parsed.GetValue(_faults)!,
    };

    private static IReadOnlyList<FaultKind> ParseKinds(ArgumentResult result)
    {
        var names = result.Tokens[0].Value.Split(',', StringSplitOptions.TrimEntries);
        if (Array.Find(names, name => FaultKinds.FindKind(name) is null) is { } unknown)
        {
            var known = string.Join(", ", FaultKinds.All.Select(FaultKinds.NameOf));
            result.AddError($"--faults '{unknown}' is unknown; known are: {known}.");
            return [];
        }

        // In one order, so that a seed means the same however they were named.
        return [.. FaultKinds.All.Where(kind => names.Contains(FaultKinds.NameOf(kind)))];
    }
}
