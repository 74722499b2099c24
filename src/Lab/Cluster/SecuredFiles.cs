using Cartwright.CommandLine.Clusters;

namespace Cartwright.Lab.Cluster;

/// <summary>The files of certificates and keys of a secured cluster.</summary>
internal sealed class SecuredFiles(ClusterLayout layout)
{
    /// <summary>The name of the brokers' certificate, and of the user by which they know each other.</summary>
    public const string Broker = "kafka";

    /// <summary>The name of the database servers' certificate.</summary>
    public const string Database = "postgres";

    /// <summary>The authority of all certificates, for clients.</summary>
    public string Authority => layout.Files.Authority;

    /// <summary>Its key, by which each start signs the certificates again.</summary>
    public string AuthorityKey => layout.SettingsOf("ca.key");

    /// <summary>The authority, for the user of the brokers.</summary>
    public string BrokerAuthority => layout.SettingsOf("kafka-ca.pem");

    /// <summary>The brokers' certificate and its key in one file, as Kafka reads them.</summary>
    public string BrokerStore => layout.SettingsOf("kafka-store.pem");

    /// <summary>The digests of the API keys.</summary>
    public string ApiKeys => layout.SettingsOf("api-keys");

    /// <summary>The API key by which the gateway calls the admin addresses of nodes.</summary>
    public string GatewayKey => layout.SettingsOf("gateway-api-key");

    /// <summary>The API key of the operator, with all scopes.</summary>
    public string OperatorKey => layout.Files.OperatorKey;

    /// <summary>The settings by which Kafka's own tools reach the brokers.</summary>
    public string BrokerClient => layout.SettingsOf("kafka-operator.properties");

    /// <summary>The certificate of a part.</summary>
    public string CertificateOf(string part) => layout.SettingsOf($"{part}.pem");

    /// <summary>The key of a part's certificate.</summary>
    public string KeyOf(string part) => layout.SettingsOf($"{part}.key");

    /// <summary>The file with the password of a user of the brokers.</summary>
    public string BrokerPasswordOf(string user) => layout.Files.BrokerPasswordOf(user);

    /// <summary>The file with the password of the role by which a service's nodes serve.</summary>
    public string ServingPasswordOf(string service) => layout.SettingsOf($"{service}-node-password");

    /// <summary>The users of the brokers beside the brokers themselves.</summary>
    public static IReadOnlyList<string> BrokerUsers => [.. ClusterPlan.Services, ClusterFiles.Operator];
}
