using System.CommandLine;
using System.Text.Json;
using Cartwright.Cli.Configuration;
using Cartwright.Cli.Http;
using Cartwright.Kernel;

namespace Cartwright.Cli.Cluster;

/// <summary>What other verbs learn from a cluster's directory: where its parts are, and their processes.</summary>
internal static class ClusterDirectory
{
    /// <summary>The option by which a verb is pointed at a cluster.</summary>
    public static Option<string?> CreateOption(string description) => new("--cluster")
    {
        Description = description,
        HelpName = "DIR",
    };

    /// <summary>How each service's database is reached; the servers need not be running.</summary>
    /// <exception cref="ClusterFault">There is no cluster in the directory.</exception>
    public static IReadOnlyDictionary<Role, string> Databases(string directory)
    {
        var layout = new ClusterLayout(directory);
        if (!File.Exists(layout.PortsFile))
        {
            throw new ClusterFault($"There is no cluster in {layout.Root}.");
        }

        var ports = Ports.Load(layout);
        var secrets = ClusterSecrets.Load(layout);
        return Enum.GetValues<Role>().ToDictionary(role => role, role => Secrets.WithPassword(
            ConnectionOf(EnumText.Of(role)), secrets.Of(ClusterSecrets.RoleOf(EnumText.Of(role)))));

        string ConnectionOf(string service)
        {
            if (ReplicatedServers.ConnectionOf(ports, service) is { } replicated)
            {
                return replicated;
            }

            var port = ports.Find($"postgres-{service}") ?? ports.Find("postgres")
                ?? throw new ClusterFault($"The cluster in {layout.Root} has no database of the {service} service.");
            return PostgresPart.ConnectionOf(port, service);
        }
    }

    /// <summary>Where the gateway of a running cluster listens.</summary>
    /// <exception cref="ClusterFault">No cluster runs there.</exception>
    public static async Task<ServerAddress> GatewayAsync(string directory, CancellationToken cancellation)
    {
        var url = RememberedOptions.Load(new ClusterLayout(directory)).GetValueOrDefault(ClusterUp.UrlName);
        var host = url is null ? "127.0.0.1" : GatewayUrl.HostOf(url).Trim('[', ']');
        return new(host, (await StatusAsync(directory, cancellation)).Single(part => part.Role == "gateway").Port);
    }

    /// <summary>The processes of a running cluster, the supervisor's helpers and children left out.</summary>
    /// <exception cref="ClusterFault">No cluster runs there.</exception>
    public static async Task<IReadOnlyList<int>> PidsAsync(string directory, CancellationToken cancellation) =>
        [.. (await StatusAsync(directory, cancellation)).Select(part => part.Pid).OfType<int>()];

    public static async Task<IReadOnlyList<PartStatus>> StatusAsync(string directory, CancellationToken cancellation)
    {
        var json = await Control.TellAsync(new ClusterLayout(directory), "status", cancellation);
        return JsonSerializer.Deserialize<List<PartStatus>>(json, JsonSerializerOptions.Web)!;
    }
}
