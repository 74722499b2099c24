using System.Net;

namespace Cartwright.Lab.Http;

/// <summary>The names and addresses that mean this machine.</summary>
internal static class ThisMachine
{
    private const string Localhost = "localhost";

    /// <summary>Whether a host, without a port, is this machine. A node of the shop reads it the same way.</summary>
    public static bool IsHost(string host) =>
        host.Equals(Localhost, StringComparison.OrdinalIgnoreCase)
        || host.EndsWith($".{Localhost}", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
