using System.Text.Json;

namespace Cartwright.CommandLine.Clusters;

/// <summary>
/// The files of a cluster's directory by which its databases are found: <c>cluster up</c> writes them, and verbs that
/// open databases read them.
/// </summary>
/// <param name="root">The directory, as a whole path.</param>
public sealed class ClusterFiles(string root)
{
    /// <summary>The variable that each process of a cluster has in its environment, with the directory.</summary>
    public const string Variable = "CARTWRIGHT_CLUSTER";

    /// <summary>The port of each part by its name.</summary>
    public string Ports => Path.Combine(root, "ports.json");

    /// <summary>The password of each role of the databases.</summary>
    public string Secrets => Path.Combine(root, "secrets.json");

    /// <summary>The name of the operator, at the brokers and among the API keys.</summary>
    public const string Operator = "operator";

    /// <summary>The authority of a secured cluster's certificates; an open cluster has none.</summary>
    public string Authority => Path.Combine(root, "ca.pem");

    /// <summary>The API key of a secured cluster's operator.</summary>
    public string OperatorKey => Path.Combine(root, "operator-api-key");

    /// <summary>Whether the connections of the cluster are protected.</summary>
    public bool IsSecured => File.Exists(Authority);

    /// <summary>The file with the password of a user of a secured cluster's brokers.</summary>
    public string BrokerPasswordOf(string user) => Path.Combine(root, "settings", $"kafka-{user}-password");

    /// <summary>The ports as they are; none before the first start.</summary>
    public Dictionary<string, int> ReadPorts() => File.Exists(Ports)
        ? JsonSerializer.Deserialize<Dictionary<string, int>>(File.ReadAllText(Ports))!
        : [];

    /// <exception cref="ClusterFault">They are missing, or not for this user.</exception>
    public Dictionary<string, string> ReadSecrets()
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(Secrets))!;
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new ClusterFault(
                $"The passwords of the cluster in {root} cannot be read: {broken.Message} "
                + "They belong to the user that started it; `cluster up` makes them.");
        }
    }
}
