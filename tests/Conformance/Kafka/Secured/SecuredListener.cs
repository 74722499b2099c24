using Cartwright.Conformance.Servers;
using Cartwright.Kafka;

namespace Cartwright.Conformance.Kafka.Secured;

/// <summary>
/// The settings of a broker that takes nobody without TLS and credentials: one listener for names and passwords, one
/// for certificates, and an open one for the test itself, which may do everything.
/// </summary>
internal sealed class SecuredListener
{
    public const string User = "shop";
    public const string Password = "a-password-of-one-test";

    private const string LoginModule = "org.apache.kafka.common.security.scram.ScramLoginModule";

    private readonly int _certificatePort = Machine.FreePort();
    private readonly int _openPort = Machine.FreePort();

    public SecuredListener(string folder)
    {
        Certificates = new TestCertificates(folder).Begin();
        Certificates.Sign("broker");
    }

    public TestCertificates Certificates { get; }

    /// <summary>The address of the open listener.</summary>
    public string OpenAddress => $"127.0.0.1:{_openPort}";

    /// <summary>The address for nodes with certificates.</summary>
    public string CertificateAddress => $"127.0.0.1:{_certificatePort}";

    /// <summary>How a node is secured that gives its name and password.</summary>
    public KafkaSecurity Security => new()
    {
        UsesTls = true,
        AuthorityFile = Certificates.AuthorityFile,
        User = User,
        ReadPassword = () => Password,
    };

    /// <summary>The broker's settings.</summary>
    public string SettingsText(int port, int controllerPort) => $"""
        listeners={Listeners(port)},CONTROLLER://127.0.0.1:{controllerPort}
        advertised.listeners={Listeners(port)}
        listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_SSL:SASL_SSL
        inter.broker.listener.name=PLAINTEXT
        sasl.enabled.mechanisms=SCRAM-SHA-512
        listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config={LoginModule} required;
        ssl.keystore.type=PEM
        ssl.keystore.location={Certificates.StoreOf("broker")}
        ssl.truststore.type=PEM
        ssl.truststore.location={Certificates.AuthorityFile}
        listener.name.ssl.ssl.client.auth=required
        authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
        super.users=User:ANONYMOUS
        """;

    private string Listeners(int port) =>
        $"SASL_SSL://127.0.0.1:{port},SSL://{CertificateAddress},PLAINTEXT://{OpenAddress}";

    /// <summary>The options of the storage tool by which the broker knows the name.</summary>
    public static string[] FormatOptions => ["--add-scram", $"SCRAM-SHA-512=[name={User},password={Password}]"];
}
