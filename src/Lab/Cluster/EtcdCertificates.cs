using System.Security.Cryptography.X509Certificates;
using Cartwright.Lab.Certificates;

namespace Cartwright.Lab.Cluster;

/// <summary>
/// The key that every etcd of a cluster requires, of its clients and of the others: without it any user of the machine
/// could choose the leader of the database servers.
/// </summary>
internal sealed class EtcdCertificates(ClusterLayout layout)
{
    private const int YearsValid = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

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
        using var authority = TrialAuthority.Create("Cartwright cluster", begin, begin.AddYears(YearsValid));

        // No DNS name: for one, Patroni's client needs the Python module idna, which is not installed with it.
        var own = authority.Sign("127.0.0.1", [], begin, authority.End);
        var etcd = SystemUser.Database;
        await OwnedFiles.WriteFileAsync(Authority, authority.Pem.Certificate, etcd, cancellation);
        await OwnedFiles.WriteFileAsync(Certificate, own.Certificate, etcd, cancellation);
        await OwnedFiles.WriteFileAsync(Key, own.Key, etcd, cancellation);
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
