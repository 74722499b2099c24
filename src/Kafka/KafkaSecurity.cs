using Cartwright.Engine.Options;
using Confluent.Kafka;

namespace Cartwright.Kafka;

/// <summary>
/// How the connections to the brokers are protected: not at all, by TLS, or by TLS with a name and a password (SASL,
/// SCRAM-SHA-512). Every client of the log takes it from here when it is made.
/// </summary>
public sealed record KafkaSecurity
{
    /// <summary>Neither encrypted nor authenticated.</summary>
    public static KafkaSecurity None { get; } = new();

    /// <summary>Whether connections are encrypted, and the brokers' certificates checked.</summary>
    public bool UsesTls { get; init; }

    /// <summary>
    /// A PEM file with the certificates of the authorities that the brokers' certificates come from; null: those that
    /// the machine trusts.
    /// </summary>
    public string? AuthorityFile { get; init; }

    /// <summary>A PEM file with this node's certificate (mutual TLS); null for none.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>A PEM file with the key of the certificate; null where there is no certificate.</summary>
    public string? KeyFile { get; init; }

    /// <summary>The name by which the node is known to the brokers; null for none.</summary>
    public string? User { get; init; }

    /// <summary>Reads the password of the name. It is read again for each new client.</summary>
    public Func<string> ReadPassword { get; init; } = () => string.Empty;

    /// <summary>Watches the password and the files of certificates.</summary>
    internal WatchedFiles WatchFiles() => UsesTls
        ? new WatchedFiles([.. new[] { AuthorityFile, CertificateFile, KeyFile }.OfType<string>()], ReadPassword)
        : new WatchedFiles([]);

    /// <summary>Sets how a client protects its connections.</summary>
    internal void Protect(ClientConfig client)
    {
        if (!UsesTls)
        {
            return;
        }

        client.SecurityProtocol = User is null ? SecurityProtocol.Ssl : SecurityProtocol.SaslSsl;
        client.SslCaLocation = AuthorityFile;
        client.SslCertificateLocation = CertificateFile;
        client.SslKeyLocation = KeyFile;
        if (User is { } user)
        {
            client.SaslMechanism = SaslMechanism.ScramSha512;
            client.SaslUsername = user;
            client.SaslPassword = ReadPassword();
        }
    }
}
