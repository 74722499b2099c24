using System.Globalization;

namespace Cartwright.CommandLine.Clusters;

/// <summary>Asks the nodes of a local cluster whether they serve.</summary>
public static class ClusterNodes
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Whether a node of the service answers that it is ready.</summary>
    /// <param name="directory">The cluster's directory.</param>
    /// <param name="service">The service.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<bool> HasReadyNodeAsync(
        string directory, string service, CancellationToken cancellation)
    {
        var files = new ClusterFiles(Path.GetFullPath(directory));
        var ports = files.ReadPorts();
        using var client = ClusterClient.Create(files.IsSecured ? files.Authority : null, Patience);
        var scheme = files.IsSecured ? Uri.UriSchemeHttps : Uri.UriSchemeHttp;
        for (var number = 1; ports.TryGetValue($"{service}-{number}", out var port); number++)
        {
            if (await IsReadyAsync(client, $"{scheme}://127.0.0.1:{port}", cancellation))
            {
                return true;
            }
        }

        return false;
    }

    private static async Task<bool> IsReadyAsync(HttpClient client, string node, CancellationToken cancellation)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri($"{node}/healthz/ready"), cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }
}
