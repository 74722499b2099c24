using System.Text.Json;

namespace Cartwright.ClusterFaults.Processes;

/// <summary>The secrets of a cluster, which its owner can read.</summary>
internal static class ClusterPasswords
{
    // Lines of a key in PEM; a shorter last one could be found by chance.
    private const int KeyLineMin = 32;

    public static async Task<IReadOnlyDictionary<string, string>> ReadAsync(RunningCluster cluster)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(cluster.Folder, "secrets.json"));
        return JsonSerializer.Deserialize<Dictionary<string, string>>(text)!;
    }

    /// <summary>Everything that no other place may have: passwords, API keys, and the lines of private keys.</summary>
    public static async Task<IReadOnlyList<string>> ReadAllAsync(RunningCluster cluster)
    {
        var settings = Path.Combine(cluster.Folder, "settings");
        List<string> secrets = [.. (await ReadAsync(cluster)).Values];
        foreach (var file in (string[])[Path.Combine(cluster.Folder, "operator-api-key"),
            Path.Combine(settings, "gateway-api-key")])
        {
            secrets.Add((await File.ReadAllTextAsync(file)).Trim());
        }

        foreach (var file in Directory.GetFiles(settings))
        {
            secrets.AddRange(KeyLinesIn(await File.ReadAllLinesAsync(file)));
        }

        return secrets;
    }

    private static IEnumerable<string> KeyLinesIn(IEnumerable<string> lines) => lines
        .SkipWhile(line => !line.Contains("BEGIN") || !line.Contains("PRIVATE KEY"))
        .Skip(1)
        .TakeWhile(line => !line.StartsWith('-'))
        .Where(line => line.Length >= KeyLineMin);
}
