using System.Text.Json;
using Cartwright.Lab.Http;

namespace Cartwright.Lab.Cluster;

/// <summary>
/// The contents of a cluster's directory for other verbs: the addresses of its parts, and their processes.
/// </summary>
internal static class ClusterDirectory
{
    /// <summary>Where the gateway of a running cluster listens.</summary>
    /// <exception cref="ClusterFault">No cluster runs there.</exception>
    public static async Task<ServerAddress> GatewayAddressAsync(string directory, CancellationToken cancellation)
    {
        var url = RememberedOptions.LoadOptions(new ClusterLayout(directory)).GetValueOrDefault(ClusterUp.UrlName);
        var host = url is null ? "127.0.0.1" : GatewayUrl.HostOf(url).Trim('[', ']');
        return new(host, (await PartStatusAsync(directory, cancellation)).Single(part => part.Role == "gateway").Port);
    }

    /// <summary>The processes of a running cluster, the supervisor's helpers and children left out.</summary>
    /// <exception cref="ClusterFault">No cluster runs there.</exception>
    public static async Task<IReadOnlyList<int>> ProcessIdsAsync(string directory, CancellationToken cancellation) =>
        [.. (await PartStatusAsync(directory, cancellation)).Select(part => part.Pid).OfType<int>()];

    public static async Task<IReadOnlyList<PartStatus>> PartStatusAsync(
        string directory, CancellationToken cancellation)
    {
        var json = await Control.SendCommandAsync(new ClusterLayout(directory), "status", cancellation);
        return JsonSerializer.Deserialize<List<PartStatus>>(json, JsonSerializerOptions.Web)!;
    }
}
