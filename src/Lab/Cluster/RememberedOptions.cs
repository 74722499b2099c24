using System.CommandLine;
using System.Text.Json;
using Cartwright.CommandLine;
using Cartwright.CommandLine.Clusters;

namespace Cartwright.Lab.Cluster;

/// <summary>
/// The options of `cluster up` as they were given last, in the cluster's directory: without an option, the next start
/// takes it from there.
/// </summary>
internal static class RememberedOptions
{
    /// <summary>Adds the options of the first start that are not given now.</summary>
    /// <param name="parsed">The options given now.</param>
    /// <param name="layout">The cluster's directory.</param>
    /// <param name="remembered">The options that are kept.</param>
    /// <param name="fixedOnes">Those of them that the data of the first start depends on, with their meaning.</param>
    /// <exception cref="ClusterFault">One of these is given with another value.</exception>
    public static ParseResult CompleteOptions(
        ParseResult parsed,
        ClusterLayout layout,
        IReadOnlyList<Option> remembered,
        IReadOnlyDictionary<Option, string> fixedOnes)
    {
        var before = LoadOptions(layout);
        List<string> words = [.. parsed.Tokens.Select(token => token.Value)];
        foreach (var option in remembered.Where(option => before.ContainsKey(option.Name)))
        {
            var was = before[option.Name];
            if (!IsSaid(parsed, option))
            {
                words.AddRange([option.Name, was]);
            }
            else if (fixedOnes.TryGetValue(option, out var what) && TextOf(parsed, option) != was)
            {
                throw new ClusterFault(
                    $"The cluster in {layout.Root} was made with {option.Name} {was}, and {what} cannot change. "
                    + $"Leave {option.Name} out, or take another --data for another cluster.");
            }
        }

        return parsed.RootCommandResult.Command.Parse(words, CommandLineRun.Parsing);
    }

    /// <summary>Keeps them for the next start.</summary>
    public static void SaveOptions(ParseResult parsed, ClusterLayout layout, IReadOnlyList<Option> remembered)
    {
        var texts = remembered.ToDictionary(option => option.Name, option => TextOf(parsed, option));
        OwnedFiles.WriteFile(layout.OptionsFile, JsonSerializer.Serialize(texts));
    }

    /// <summary>The stored options; none where there is no cluster yet.</summary>
    public static IReadOnlyDictionary<string, string> LoadOptions(ClusterLayout layout)
    {
        if (!File.Exists(layout.OptionsFile))
        {
            return new Dictionary<string, string>();
        }

        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(layout.OptionsFile))!;
        }
        catch (JsonException broken)
        {
            throw new ClusterFault($"{layout.OptionsFile} cannot be read: {broken.Message}");
        }
    }

    private static bool IsSaid(ParseResult parsed, Option option) =>
        parsed.GetResult(option) is { Implicit: false };

    private static string TextOf(ParseResult parsed, Option option) => $"{parsed.GetValue<object>(option.Name)}";
}
