namespace Cartwright.Cli.Configuration;

/// <summary>How the connections to the brokers are protected, by the settings.</summary>
internal sealed class BrokerProtection(Configured configured)
{
    public bool UsesTls { get; } = configured.TextOf(KafkaSettings.Security) != KafkaSettings.Plaintext;

    /// <summary>The authorities of the brokers' certificates; null for those that the machine trusts.</summary>
    public string? AuthorityFile { get; } = configured.TextOrNull(KafkaSettings.Authority);

    /// <summary>The node's certificate; null for none.</summary>
    public string? CertificateFile { get; } = configured.TextOrNull(KafkaSettings.Certificate);

    public string? KeyFile { get; } = configured.TextOrNull(KafkaSettings.Key);

    /// <summary>The name by which the brokers know the node; null for none.</summary>
    public string? User { get; } = configured.TextOrNull(KafkaSettings.User);

    /// <summary>Reads the password as it is now.</summary>
    public Func<string> ReadPassword { get; } = configured.ReaderOf(KafkaSettings.Password);
}
