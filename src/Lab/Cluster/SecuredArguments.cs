using Cartwright.CommandLine.Clusters;
using Cartwright.Lab.Processes;

namespace Cartwright.Lab.Cluster;

/// <summary>
/// The arguments by which the nodes of a secured cluster protect their connections; secrets are in files.
/// </summary>
internal static class SecuredArguments
{
    /// <summary>Those of a service's node.</summary>
    public static IReadOnlyList<string> OfService(ClusterOptions options, string service)
    {
        var files = FilesOf(options);
        return
        [
            .. OfEach(files, service),
            "--tls-client-ca", files.Authority, "--tls-client-names", NodePart.Gateway,
            "--kafka-security", "sasl", "--kafka-ca", files.Authority, "--kafka-user", service,
            "--kafka-password-file", files.BrokerPasswordOf(service),
            "--kafka-topics", "expect",
        ];
    }

    /// <summary>The nodes, which in a secured cluster start after their topics and rights are made.</summary>
    public static List<Part> AfterTopics(IReadOnlyList<Part> nodes, ClusterOptions options, string brokers) =>
        options.IsSecured ? SecuredTopics.Before(nodes, options, brokers) : [.. nodes];

    /// <summary>The command that makes the topics, and gives each service its rights, as the operator.</summary>
    public static IReadOnlyList<string> Topics(ClusterOptions options, string brokers)
    {
        var files = FilesOf(options);
        return
        [
            .. OwnProgram.Command, "topics", "--grant", "--kafka", brokers,
            "--kafka-replication", NodePart.ReplicationOf(options),
            "--kafka-security", "sasl", "--kafka-ca", files.Authority, "--kafka-user", ClusterFiles.Operator,
            "--kafka-password-file", files.BrokerPasswordOf(ClusterFiles.Operator),
        ];
    }

    /// <summary>Those of the gateway.</summary>
    public static IReadOnlyList<string> OfGateway(ClusterOptions options)
    {
        var files = FilesOf(options);
        return
        [
            .. OfEach(files, NodePart.Gateway),
            "--tls-trust", files.Authority, "--admin-nodes-key-file", files.GatewayKey,

            // The generator of load is one caller, and the shop is measured, not its limits.
            "--caller-writes", "0", "--caller-requests", "0", "--caller-streams", "0",
        ];
    }

    /// <summary>The database of a service's nodes, in a secured cluster as the role that owns nothing.</summary>
    public static NodePart.Database DatabaseOf(ClusterOptions options, string service, string connection)
    {
        var layout = new ClusterLayout(options.Directory);
        return options.IsSecured
            ? new NodePart.Database(
                ClusterDatabase.SecuredOf(
                    connection, ClusterDatabase.ServingRoleOf(service), layout.Files.Authority),
                FilesOf(options).ServingPasswordOf(service))
            : new NodePart.Database(connection, layout.PasswordOf(service));
    }

    /// <summary>The command that makes the tables of a service, and gives its nodes their rights.</summary>
    /// <param name="layout">The cluster's directory.</param>
    /// <param name="service">The service.</param>
    /// <param name="connection">How the owner of the database reaches it, without the password.</param>
    public static IReadOnlyList<string> Migration(ClusterLayout layout, string service, string connection) =>
    [
        .. OwnProgram.Command, "migrate",
        $"--postgres-{service}", connection, $"--postgres-{service}-password-file", layout.PasswordOf(service),
        "--serve-role", ClusterDatabase.ServingRoleOf(service),
    ];

    private static string[] OfEach(SecuredFiles files, string part) =>
    [
        "--tls-certificate", files.CertificateOf(part), "--tls-key", files.KeyOf(part), "--api-keys", files.ApiKeys,

        // A cluster of one machine is for trials, and the generator of load begins with a reset.
        "--reset", "on",
    ];

    private static SecuredFiles FilesOf(ClusterOptions options) => new(new ClusterLayout(options.Directory));
}
