using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Cartwright.Web.Tls;

/// <summary>The contents of the files at one moment, as connections use them.</summary>
internal sealed class TlsMaterial
{
    private readonly SslStreamCertificateContext? _certificate;
    private readonly SslStreamCertificateContext? _callCertificate;
    private readonly X509Certificate2Collection? _trusted;

    private TlsMaterial(TlsFiles files, DateTimeOffset now)
    {
        _certificate = PairOf(files.CertificateFile, files.KeyFile, now);
        _callCertificate = PairOf(files.CallCertificateFile, files.CallKeyFile, now) ?? _certificate;
        _trusted = files.TrustFile is { } trust ? PemFiles.ReadAuthorities(trust) : null;
        Server = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = _certificate,

            // HTTP/2 would put a hundred requests on a connection: the bounds count connections.
            ApplicationProtocols = [SslApplicationProtocol.Http11],
        };
        if (files.ClientAuthorityFile is { } authorities)
        {
            RequireClients(Server, PemFiles.ReadAuthorities(authorities), files.ClientNames);
        }
    }

    /// <summary>The settings of a handshake as the server; one object, so that sessions are resumed.</summary>
    public SslServerAuthenticationOptions Server { get; }

    /// <summary>What it is, for the log.</summary>
    public string Description => (_certificate ?? _callCertificate)?.TargetCertificate is { } own
        ? string.Create(CultureInfo.InvariantCulture, $"{own.Subject}, valid until {own.NotAfter.ToUniversalTime():u}")
        : "authorities";

    /// <summary>Reads the files.</summary>
    /// <param name="files">The files.</param>
    /// <param name="now">The time, at which the certificates must be valid.</param>
    /// <exception cref="InvalidDataException">A file cannot be used; the message names it.</exception>
    public static TlsMaterial Load(TlsFiles files, DateTimeOffset now) => new(files, now);

    /// <summary>The settings of a handshake with a server of this name.</summary>
    public SslClientAuthenticationOptions ClientFor(string host) => new()
    {
        TargetHost = host,
        ClientCertificateContext = _callCertificate,
        CertificateChainPolicy = _trusted is null ? null : ChainOf(_trusted),
        ApplicationProtocols = [SslApplicationProtocol.Http11],
    };

    private static SslStreamCertificateContext? PairOf(string? certificate, string? key, DateTimeOffset now) =>
        certificate is null || key is null ? null : PemFiles.ReadPair(certificate, key, now);

    // Without a certificate the handshake succeeds: a probe has none. ClientCertificates lets it reach health alone.
    private static void RequireClients(
        SslServerAuthenticationOptions server, X509Certificate2Collection authorities, IReadOnlyList<string> names)
    {
        server.ClientCertificateRequired = true;
        server.CertificateChainPolicy = ChainOf(authorities);
        server.RemoteCertificateValidationCallback = (_, certificate, _, errors) => certificate is null
            || (errors == SslPolicyErrors.None && certificate is X509Certificate2 client && HasName(client, names));
    }

    private static bool HasName(X509Certificate2 certificate, IReadOnlyList<string> names) => names.Count == 0
        || certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(extension => extension.EnumerateDnsNames())
            .Any(name => names.Contains(name, StringComparer.OrdinalIgnoreCase));

    private static X509ChainPolicy ChainOf(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }
}
