using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Cartwright.Cli.Cluster;

/// <summary>The cluster's ports: taken from the system once, then kept, so that a restart finds the same.</summary>
internal sealed class Ports
{
    private readonly string _file;
    private readonly Dictionary<string, int> _byName;

    private Ports(string file, Dictionary<string, int> byName) => (_file, _byName) = (file, byName);

    public static Ports Load(ClusterLayout layout) => new(
        layout.PortsFile,
        File.Exists(layout.PortsFile)
            ? JsonSerializer.Deserialize<Dictionary<string, int>>(File.ReadAllText(layout.PortsFile))!
            : []);

    /// <summary>The port of a name; a free one the first time.</summary>
    public int Of(string name)
    {
        if (!_byName.TryGetValue(name, out var port))
        {
            port = TakeFree();
            _byName.Add(name, port);
        }

        return port;
    }

    public void Save() => File.WriteAllText(_file, JsonSerializer.Serialize(_byName));

    private int TakeFree()
    {
        while (true)
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            var port = ((IPEndPoint)listener.LocalEndpoint).Port;
            listener.Stop();
            if (!_byName.ContainsValue(port))
            {
                return port;
            }
        }
    }
}
