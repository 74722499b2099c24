using System.Text.Json;

namespace Cartwright.ClusterFaults.Processes;

/// <summary>The passwords of a cluster, which its owner can read.</summary>
internal static class ClusterPasswords
{
    public static async Task<IReadOnlyDictionary<string, string>> ReadAsync(RunningCluster cluster)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(cluster.Folder, "secrets.json"));
        return JsonSerializer.Deserialize<Dictionary<string, string>>(text)!;
    }
}
