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

    /// <summary>All of them.</summary>
    internal IReadOnlyList<string> All => [.. new[] { CertificateFile, KeyFile }.OfType<string>()];
}
