using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Cartwright.Lab.Cluster;

/// <summary>
/// The cluster's ports: free ones the first time, then kept, so that a restart finds the same. They lie below those
/// that the system gives to outgoing connections: one of these could otherwise have the port of a part that is down,
/// which then could not come back.
/// </summary>
internal sealed class Ports
{
    private const int LowestPort = 10_000;
    private const int UsualFirstOutgoingPort = 32_768;
    private const int RoomMin = 1_000;

    private readonly string _file;
    private readonly Dictionary<string, int> _byName;

    private Ports(string file, Dictionary<string, int> byName) => (_file, _byName) = (file, byName);

    public static Ports LoadPorts(ClusterLayout layout) => new(layout.Files.Ports, layout.Files.ReadPorts());

    /// <summary>The port of a name; a free one the first time.</summary>
    public int PortOf(string name)
    {
        if (!_byName.TryGetValue(name, out var port))
        {
            port = TakeFree();
            _byName.Add(name, port);
        }

        return port;
    }

    /// <summary>The port of a name; null where the cluster has none of it.</summary>
    public int? FindPort(string name) => _byName.TryGetValue(name, out var port) ? port : null;

    public void SavePorts() => OwnedFiles.WriteFile(_file, JsonSerializer.Serialize(_byName));

    private int TakeFree()
    {
        while (true)
        {
            var port = Random.Shared.Next(LowestPort, FirstOutgoingPort());
            if (!_byName.ContainsValue(port) && IsFree(port))
            {
                return port;
            }
        }
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FirstOutgoingPort()
    {
        const string Range = "/proc/sys/net/ipv4/ip_local_port_range";
        var first = File.Exists(Range)
            ? int.Parse(File.ReadAllText(Range).Split('\t', ' ')[0], CultureInfo.InvariantCulture)
            : UsualFirstOutgoingPort;
        return first > LowestPort + RoomMin ? first : UsualFirstOutgoingPort;
    }
}
