using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Cartwright.ClusterFaults.Processes;

/// <summary>The files in deploy/observability, with shorter times and for one cluster of the tests.</summary>
internal sealed partial class Watching : IDisposable
{
    private static readonly string Deployed = Path.Combine(CartwrightProgram.Root, "deploy", "observability");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cartwright-watching-");

    /// <summary>The configuration, with a scrape each second and alerts that fire a second after their cause.</summary>
    public string Configuration => File.ReadAllText(Path.Combine(Deployed, "prometheus.yml"))
        .Replace("15s", "1s", StringComparison.Ordinal)
        .Replace("alerts.yml", Path.Combine(_folder.FullName, "alerts.yml"), StringComparison.Ordinal)
        .Replace("[targets.json]", $"[{Path.Combine(_folder.FullName, "targets.json")}]", StringComparison.Ordinal);

    /// <summary>Writes the targets of a cluster by the script that a user runs.</summary>
    public static async Task<Watching> StartAsync(RunningCluster cluster)
    {
        var watching = new Watching();
        var targets = (await CartwrightProgram.RunOtherAsync(
            Path.Combine(Deployed, "write-targets.sh"), cluster.Folder)).Required().Output;
        await File.WriteAllTextAsync(Path.Combine(watching._folder.FullName, "targets.json"), targets);
        var rules = await File.ReadAllTextAsync(Path.Combine(Deployed, "alerts.yml"));
        await File.WriteAllTextAsync(
            Path.Combine(watching._folder.FullName, "alerts.yml"), Patience().Replace(rules, "for: 1s"));
        return watching;
    }

    /// <summary>The queries of all dashboards, each over the last half minute.</summary>
    public static IEnumerable<string> Queries() =>
        from file in Directory.EnumerateFiles(Path.Combine(Deployed, "dashboards"), "*.json")
        from panel in JsonNode.Parse(File.ReadAllText(file))!["panels"]!.AsArray()
        from target in panel!["targets"]!.AsArray()
        select $"{target!["expr"]}".Replace("$__rate_interval", "30s", StringComparison.Ordinal);

    public void Dispose() => _folder.Delete(recursive: true);

    [GeneratedRegex("for: [0-9]+[sm]")]
    private static partial Regex Patience();
}
