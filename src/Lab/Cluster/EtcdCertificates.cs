using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Cartwright.Lab.Cluster;

/// <summary>
/// The key that every etcd of a cluster requires, of its clients and of the others: without it any user of the machine
/// could choose the leader of the database servers.
/// </summary>
internal sealed class EtcdCertificates(ClusterLayout layout)
{
    private const int YearsValid = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly OidCollection _uses = [new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")];

    public string Authority => layout.SettingsOf("etcd-authority.pem");

    public string Certificate => layout.SettingsOf("etcd.pem");

    public string Key => layout.SettingsOf("etcd-key.pem");

    /// <summary>Makes them at the first start. The authority's own key is forgotten.</summary>
    public async Task MakeCertificatesAsync(TimeProvider clock, CancellationToken cancellation)
    {
        if (File.Exists(Key))
        {
            return;
        }

        var begin = clock.GetLocalNow().AddDays(-1);
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = new CertificateRequest("CN=Cartwright cluster", authorityKey, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        using var root = authority.CreateSelfSigned(begin, begin.AddYears(YearsValid));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=etcd", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(_uses, critical: false));
        using var issued = request.Create(root, begin, begin.AddYears(YearsValid), RandomNumberGenerator.GetBytes(8));
        await OwnedFiles.WriteFileAsync(Authority, root.ExportCertificatePem(), SystemUser.Database, cancellation);
        await OwnedFiles.WriteFileAsync(Certificate, issued.ExportCertificatePem(), SystemUser.Database, cancellation);
        await OwnedFiles.WriteFileAsync(Key, key.ExportPkcs8PrivateKeyPem(), SystemUser.Database, cancellation);
    }

    /// <summary>Whether an etcd answers with success.</summary>
    public async Task<bool> IsWellAsync(string url, CancellationToken cancellation)
    {
        using var own = X509Certificate2.CreateFromPemFile(Certificate, Key);
        using var root = X509CertificateLoader.LoadCertificateFromFile(Authority);
        using var handler = new SocketsHttpHandler { UseProxy = false };
        handler.SslOptions.ClientCertificates = [own];
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { root },
            RevocationMode = X509RevocationMode.NoCheck,
        };
        using var client = new HttpClient(handler) { Timeout = Patience };
        return await Tool.IsWellAsync(client, url, cancellation);
    }
}
