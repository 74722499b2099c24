using System.Security.Cryptography.X509Certificates;

namespace Cartwright.CommandLine.Clusters;

/// <summary>HTTP clients for the parts of a local cluster.</summary>
public static class ClusterClient
{
    /// <summary>A client that never uses a proxy that the environment names.</summary>
    /// <param name="authorityFile">The authority of a secured cluster; null for an open one.</param>
    /// <param name="patience">How long an answer may take.</param>
    public static HttpClient Create(string? authorityFile, TimeSpan patience)
    {
        var handler = new SocketsHttpHandler { UseProxy = false };
        if (authorityFile is not null)
        {
            handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(authorityFile) },
                RevocationMode = X509RevocationMode.NoCheck,
            };
        }

        return new HttpClient(handler) { Timeout = patience };
    }
}
