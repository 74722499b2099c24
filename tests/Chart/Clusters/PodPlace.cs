using System.Globalization;
using Cartwright.Chart.Tools;
using Cartwright.Conformance.Servers;

namespace Cartwright.Chart.Clusters;

/// <summary>The ports of this machine that stand for those of a pod.</summary>
/// <param name="Service">The name by which other pods reach it.</param>
/// <param name="Numbers">The port of this machine for each port of the container.</param>
/// <param name="Ports">The port of this machine for each name of a port.</param>
internal sealed record PodPlace(
    string Service, IReadOnlyDictionary<int, int> Numbers, IReadOnlyDictionary<string, int> Ports)
{
    /// <summary>Takes free ports for a Deployment.</summary>
    public static PodPlace For(KubernetesObject deployment)
    {
        var taken = deployment.Containers.Single().GetProperty("ports").EnumerateArray().Select(port => (
            Name: port.GetProperty("name").GetString()!,
            Number: port.GetProperty("containerPort").GetInt32(),
            Here: Machine.FreePort())).ToList();
        return new PodPlace(
            deployment.Name,
            taken.ToDictionary(port => port.Number, port => port.Here),
            taken.ToDictionary(port => port.Name, port => port.Here));
    }

    /// <summary>Replaces the name of the service, with each of its ports, by the loopback.</summary>
    public string Localize(string value) => Replace(value, $"//{Service}:", "//localhost:");

    /// <summary>Replaces the ports at which the container itself listens.</summary>
    public string LocalizePorts(string value) => Replace(value, "//0.0.0.0:", "//0.0.0.0:");

    private string Replace(string value, string from, string to) => Numbers.Aggregate(value, (text, port) =>
        text.Replace(from + Text(port.Key), to + Text(port.Value), StringComparison.Ordinal));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
