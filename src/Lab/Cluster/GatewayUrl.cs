using System.Net;

namespace Cartwright.Lab.Cluster;

/// <summary>Where a gateway listens, and where this machine reaches it.</summary>
internal static class GatewayUrl
{
    /// <summary>The address that was asked for, with the port that it really has.</summary>
    public static string UrlFor(string asked, int port)
    {
        var url = new UriBuilder(asked) { Port = port };
        return $"{url.Scheme}://{url.Host}:{port}";
    }

    /// <summary>The address that was asked for, encrypted in a secured cluster.</summary>
    public static string SchemeFor(string asked, bool isSecured) =>
        isSecured ? Uri.UriSchemeHttps + asked[asked.IndexOf(':', StringComparison.Ordinal)..] : asked;

    /// <summary>The address by which this machine reaches it.</summary>
    public static string HereFor(string asked, int port) => $"{new Uri(asked).Scheme}://{HostOf(asked)}:{port}";

    /// <summary>
    /// A host by which this machine reaches it: a server that listens everywhere is found on the loopback.
    /// </summary>
    public static string HostOf(string asked)
    {
        var host = new Uri(asked).Host;
        return IPAddress.TryParse(host.Trim('[', ']'), out var address)
            ? address.Equals(IPAddress.Any) ? "127.0.0.1" : address.Equals(IPAddress.IPv6Any) ? "[::1]" : host
            : host;
    }
}
