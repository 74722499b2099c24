using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Cartwright.Lab.Certificates;

/// <summary>
/// A certificate authority for a trial, or for the inside of a local cluster. It signs certificates for servers and
/// clients alike; there is no list of revoked ones.
/// </summary>
internal sealed class TrialAuthority : IDisposable
{
    private const int SerialBytes = 16;
    private static readonly OidCollection _uses = [new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")];

    private readonly X509Certificate2 _certificate;

    private TrialAuthority(X509Certificate2 certificate) => _certificate = certificate;

    /// <summary>The last moment at which it, and a certificate of it, is valid.</summary>
    public DateTimeOffset End => _certificate.NotAfter;

    /// <summary>Its certificate and its key.</summary>
    public PemPair Pem
    {
        get
        {
            using var key = _certificate.GetECDsaPrivateKey()!;
            return new PemPair(_certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
        }
    }

    /// <summary>Makes a new one.</summary>
    public static TrialAuthority Create(string name, DateTimeOffset begin, DateTimeOffset end)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));

        // Two authorities of one name in a file are told apart by it, when one replaces the other.
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return new TrialAuthority(request.CreateSelfSigned(begin, end));
    }

    /// <summary>Opens one that was made before.</summary>
    /// <exception cref="CryptographicException">It is none, or the key is another one's.</exception>
    public static TrialAuthority Open(PemPair pem)
    {
        try
        {
            return new TrialAuthority(X509Certificate2.CreateFromPem(pem.Certificate, pem.Key));
        }
        catch (ArgumentException unfit)
        {
            throw new CryptographicException(unfit.Message, unfit);
        }
    }

    /// <summary>Signs a certificate with this name in its subject and, beside the hosts, among its names.</summary>
    /// <param name="name">The name.</param>
    /// <param name="hosts">Addresses and names of hosts.</param>
    /// <param name="begin">From when on it is valid.</param>
    /// <param name="end">Until when; not longer than the authority.</param>
    public PemPair Sign(string name, IEnumerable<string> hosts, DateTimeOffset begin, DateTimeOffset end)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(NamesOf([name, .. hosts]));
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(_uses, critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(
            _certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        using var signed = request.Create(
            _certificate, begin, end < End ? end : End, RandomNumberGenerator.GetBytes(SerialBytes));
        return new PemPair(signed.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    public void Dispose() => _certificate.Dispose();

    private static X509Extension NamesOf(IEnumerable<string> hosts)
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (IPAddress.TryParse(host, out var address))
            {
                names.AddIpAddress(address);
            }
            else
            {
                names.AddDnsName(host);
            }
        }

        return names.Build();
    }
}
