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
        var url = new Uri(GatewayUrlIn(new ClusterLayout(directory), await PartStatusAsync(directory, cancellation)));
        return new(url.Host.Trim('[', ']'), url.Port);
    }

    /// <summary>The address by which this machine reaches the gateway of a running cluster.</summary>
    public static string GatewayUrlIn(ClusterLayout layout, IEnumerable<PartStatus> parts)
    {
        var asked = RememberedOptions.LoadOptions(layout).GetValueOrDefault(ClusterUp.UrlName) ?? ClusterUp.UsualUrl;
        return GatewayUrl.HereFor(asked, parts.Single(part => part.Role == NodePart.Gateway).Port);
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
