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
        var layout = new ClusterLayout(directory);
        var url = new Uri(GatewayUrlIn(layout, await PartStatusAsync(directory, cancellation)));
        var address = new ServerAddress(url.Host.Trim('[', ']'), url.Port);
        return layout.Files.IsSecured
            ? address with
            {
                IsEncrypted = true, Access = ShopAccess.Read(layout.Files.Authority, layout.Files.OperatorKey),
            }
            : address;
    }

    /// <summary>The address by which this machine reaches the gateway of a running cluster.</summary>
    public static string GatewayUrlIn(ClusterLayout layout, IEnumerable<PartStatus> parts)
    {
        var asked = RememberedOptions.LoadOptions(layout).GetValueOrDefault(ClusterUp.UrlName) ?? ClusterUp.UsualUrl;
        var port = parts.Single(part => part.Role == NodePart.Gateway).Port;
        return GatewayUrl.HereFor(GatewayUrl.SchemeFor(asked, layout.Files.IsSecured), port);
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
