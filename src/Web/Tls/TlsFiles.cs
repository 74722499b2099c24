namespace Cartwright.Web.Tls;

/// <summary>The PEM files of a process for its encrypted connections.</summary>
public sealed record TlsFiles
{
    /// <summary>
    /// Its certificate, followed by those of the authorities between it and the root; null for none.
    /// </summary>
    public string? CertificateFile { get; init; }

    /// <summary>The key of the certificate, without a password; null where there is no certificate.</summary>
    public string? KeyFile { get; init; }

    /// <summary>
    /// The authorities whose certificates a client must have; null where a client needs none.
    /// </summary>
    public string? ClientAuthorityFile { get; init; }

    /// <summary>The names of which a client's certificate must have one; empty where each is accepted.</summary>
    public IReadOnlyList<string> ClientNames { get; init; } = [];

    /// <summary>
    /// The authorities of the certificates of the servers that this process calls; null for those that the machine
    /// trusts.
    /// </summary>
    public string? TrustFile { get; init; }

    /// <summary>The certificate that this process shows to the servers that it calls; null for its own one.</summary>
    public string? CallCertificateFile { get; init; }

    /// <summary>The key of that certificate.</summary>
    public string? CallKeyFile { get; init; }

    /// <summary>All of them.</summary>
    internal IReadOnlyList<string> All =>
    [
        .. new[] { CertificateFile, KeyFile, ClientAuthorityFile, TrustFile, CallCertificateFile, CallKeyFile }
            .OfType<string>(),
    ];
}
