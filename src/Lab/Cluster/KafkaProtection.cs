using Cartwright.CommandLine.Clusters;

namespace Cartwright.Lab.Cluster;

/// <summary>
/// The settings of brokers that ask for credentials: nodes by name and password over TLS, controllers by the brokers'
/// certificate.
/// </summary>
internal sealed class KafkaProtection(SecuredFiles files, ClusterSecrets secrets)
{
    private const string LoginModule = "org.apache.kafka.common.security.scram.ScramLoginModule";

    /// <summary>The listeners' protocol for clients, for open brokers and for protected ones.</summary>
    public static string ProtocolOf(KafkaProtection? protection) => protection is null ? "PLAINTEXT" : "SASL_SSL";

    /// <summary>How a client gives a name and a password.</summary>
    public static string LoginOf(string user, string password) =>
        $"{LoginModule} required username=\"{user}\" password=\"{password}\";";

    /// <summary>The lines of a broker's settings, with the password of the brokers.</summary>
    public string SettingsText() => $"""
        listener.security.protocol.map=CONTROLLER:SSL,SASL_SSL:SASL_SSL
        inter.broker.listener.name=SASL_SSL
        sasl.enabled.mechanisms=SCRAM-SHA-512
        sasl.mechanism.inter.broker.protocol=SCRAM-SHA-512
        listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config={LoginOf(SecuredFiles.Broker, BrokerPassword)}
        listener.name.controller.ssl.client.auth=required
        authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
        super.users=User:{SecuredFiles.Broker};User:CN={SecuredFiles.Broker};User:{ClusterFiles.Operator}
        ssl.keystore.type=PEM
        ssl.keystore.location={files.BrokerStore}
        ssl.truststore.type=PEM
        ssl.truststore.location={files.BrokerAuthority}
        """;

    /// <summary>
    /// The arguments of the storage tool, for a file that Java reads: every user can see a command line, and they have
    /// the passwords of all users.
    /// </summary>
    /// <param name="libraries">The folder of Kafka's libraries.</param>
    /// <param name="clusterId">The id of the brokers' cluster.</param>
    /// <param name="settings">The file of the broker's settings.</param>
    public string FormatArguments(string libraries, string clusterId, string settings) => $"""
        -cp "{libraries}/*"
        kafka.tools.StorageTool format --ignore-formatted
        -t {clusterId} -c "{settings}"
        {string.Join('\n', Users().Select(user => $"--add-scram \"{CredentialOf(user.Name, user.Password)}\""))}

        """;

    private string BrokerPassword => secrets.SecretOf(ClusterSecrets.BrokerUser(SecuredFiles.Broker));

    private IEnumerable<(string Name, string Password)> Users() => SecuredFiles.BrokerUsers
        .Append(SecuredFiles.Broker)
        .Select(name => (name, secrets.SecretOf(ClusterSecrets.BrokerUser(name))));

    private static string CredentialOf(string user, string password) =>
        $"SCRAM-SHA-512=[name={user},password={password}]";
}
