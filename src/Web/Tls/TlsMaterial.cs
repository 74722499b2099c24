using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Cartwright.Web.Tls;

/// <summary>The contents of the files at one moment, as connections use them.</summary>
/// <param name="Certificate">The certificate of the process with its chain; null for none.</param>
internal sealed record TlsMaterial(SslStreamCertificateContext? Certificate)
{
    /// <summary>The settings of a handshake as the server; one object, so that sessions are resumed.</summary>
    public SslServerAuthenticationOptions Server { get; } = new()
    {
        ServerCertificateContext = Certificate,

        // HTTP/2 would put a hundred requests on a connection: the bounds count connections.
        ApplicationProtocols = [SslApplicationProtocol.Http11],
    };

    /// <summary>What it is, for the log.</summary>
    public string Description => Certificate is { TargetCertificate: var own }
        ? string.Create(CultureInfo.InvariantCulture, $"{own.Subject}, valid until {own.NotAfter.ToUniversalTime():u}")
        : "none";

    /// <summary>Reads the files.</summary>
    /// <param name="files">The files.</param>
    /// <param name="now">The time, at which the certificate must be valid.</param>
    /// <exception cref="InvalidDataException">A file cannot be used; the message names it.</exception>
    public static TlsMaterial Load(TlsFiles files, DateTimeOffset now) => new(
        files is { CertificateFile: { } certificate, KeyFile: { } key } ? LoadPair(certificate, key, now) : null);

    private static SslStreamCertificateContext LoadPair(string certificateFile, string keyFile, DateTimeOffset now)
    {
        var pem = ReadText(certificateFile);
        var chain = CertificatesIn(pem, certificateFile);
        var own = Combine(pem, certificateFile, keyFile);
        RequireValid(own, certificateFile, now);

        // Offline: nothing is fetched from an address that a certificate names.
        return SslStreamCertificateContext.Create(own, [.. chain.Skip(1)], offline: true);
    }

    private static X509Certificate2 Combine(string pem, string certificateFile, string keyFile)
    {
        try
        {
            return X509Certificate2.CreateFromPem(pem, ReadText(keyFile));
        }
        catch (Exception unfit) when (unfit is CryptographicException or ArgumentException)
        {
            throw new InvalidDataException(
                $"'{keyFile}' has no key in PEM, without a password, of the certificate in '{certificateFile}'.",
                unfit);
        }
    }

    private static X509Certificate2Collection CertificatesIn(string pem, string file)
    {
        X509Certificate2Collection found = [];
        try
        {
            found.ImportFromPem(pem);
        }
        catch (CryptographicException malformed)
        {
            throw new InvalidDataException($"'{file}' has a malformed certificate: {malformed.Message}", malformed);
        }

        return found.Count > 0 ? found : throw new InvalidDataException($"'{file}' has no certificate in PEM.");
    }

    private static void RequireValid(X509Certificate2 certificate, string file, DateTimeOffset now)
    {
        var (begin, end) = (certificate.NotBefore.ToUniversalTime(), certificate.NotAfter.ToUniversalTime());
        if (now.UtcDateTime < begin || now.UtcDateTime > end)
        {
            throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture,
                $"The certificate in '{file}' is valid from {begin:u} to {end:u}, and it is {now:u}."));
        }
    }

    private static string ReadText(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"'{file}' cannot be read: {unreadable.Message}", unreadable);
        }
    }
}
