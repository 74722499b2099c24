using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Cartwright.Conformance.Servers;

/// <summary>An authority of one test, and the certificates that it signs, as PEM files in a folder.</summary>
internal sealed class TestCertificates(string folder)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private X509Certificate2? _authority;

    /// <summary>The file with the authority's certificate.</summary>
    public string AuthorityFile { get; } = Path.Combine(folder, "ca.pem");

    /// <summary>The file of a certificate.</summary>
    public string CertificateOf(string name) => Path.Combine(folder, $"{name}.pem");

    /// <summary>The file of a certificate's key.</summary>
    public string KeyOf(string name) => Path.Combine(folder, $"{name}.key");

    /// <summary>The file with both.</summary>
    public string StoreOf(string name) => Path.Combine(folder, $"{name}.store.pem");

    /// <summary>Makes the authority.</summary>
    public TestCertificates Begin()
    {
        var request = new CertificateRequest("CN=authority", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var now = TimeProvider.System.GetUtcNow();
        _authority = request.CreateSelfSigned(now - Lifetime, now + Lifetime);
        File.WriteAllText(AuthorityFile, _authority.ExportCertificatePem());
        return this;
    }

    /// <summary>Makes a certificate of this name for the loopback address, or for hosts that are named.</summary>
    public void Sign(string name, params string[] hosts)
    {
        var now = TimeProvider.System.GetUtcNow();
        Sign(name, now - (Lifetime / 2), now + (Lifetime / 2), hosts);
    }

    /// <summary>The same, valid for a time.</summary>
    public void Sign(string name, DateTimeOffset begin, DateTimeOffset end, params string[] hosts)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (hosts.Length == 0)
        {
            names.AddIpAddress(IPAddress.Loopback);
            names.AddDnsName("localhost");
        }

        Array.ForEach(hosts, names.AddDnsName);
        request.CertificateExtensions.Add(names.Build());

        // All authorities of the tests have one name: only by its key is the right one found among several.
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(
            _authority!, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        using var certificate = request.Create(_authority!, begin, end, RandomNumberGenerator.GetBytes(8));
        var (certificatePem, keyPem) = (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(CertificateOf(name), certificatePem);
        File.WriteAllText(KeyOf(name), keyPem);
        File.WriteAllText(StoreOf(name), $"{keyPem}\n{certificatePem}\n");
    }
}
