using System.Net;

namespace Cartwright.Web.Access;

/// <summary>The names and addresses that mean this machine, wherever they occur.</summary>
public static class Loopback
{
    private const string Name = "localhost";

    /// <summary>
    /// Whether a host, without a port, is this machine: an address of the loopback, <c>localhost</c> or a name below
    /// it. No name server answers for those, so that no page can make them mean another machine.
    /// </summary>
    public static bool IsHost(string host)
    {
        var name = host.AsSpan().TrimEnd('.');
        return name.Equals(Name, StringComparison.OrdinalIgnoreCase)
            || name.EndsWith("." + Name, StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host.AsSpan().Trim("[]"), out var address) && IPAddress.IsLoopback(address));
    }
}
