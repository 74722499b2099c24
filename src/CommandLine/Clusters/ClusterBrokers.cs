using System.Globalization;

namespace Cartwright.CommandLine.Clusters;

/// <summary>How the brokers of a cluster are reached.</summary>
public static class ClusterBrokers
{
    /// <summary>The name of a broker, from 1.</summary>
    public static string NameOf(int number) => $"kafka-{number.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>All of them as a list with commas; they need not be running.</summary>
    /// <exception cref="ClusterFault">There is no cluster in the directory.</exception>
    public static string FindBrokers(string directory)
    {
        var root = Path.GetFullPath(directory);
        var ports = new ClusterFiles(root).ReadPorts();
        List<string> brokers = [];
        while (ports.TryGetValue(NameOf(brokers.Count + 1), out var port))
        {
            brokers.Add($"127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}");
        }

        return brokers.Count > 0
            ? string.Join(',', brokers)
            : throw new ClusterFault($"There is no cluster in {root}.");
    }
}
