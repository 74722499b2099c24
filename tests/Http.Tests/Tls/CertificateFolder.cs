using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Cartwright.Conformance.Servers;
using Cartwright.Web.Tls;

namespace Cartwright.Http.Tests.Tls;

/// <summary>An authority of one test with its certificates, and clients that trust it.</summary>
internal sealed class CertificateFolder : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cartwright-tls-").FullName;

    public CertificateFolder() => Certificates = new TestCertificates(_folder).Begin();

    public TestCertificates Certificates { get; }

    /// <summary>The files of a certificate of this name, which is signed here.</summary>
    public TlsFiles FilesOf(string name)
    {
        Certificates.Sign(name);
        return new TlsFiles
        {
            CertificateFile = Certificates.CertificateOf(name), KeyFile = Certificates.KeyOf(name),
        };
    }

    public string PathOf(string name) => Path.Combine(_folder, name);

    /// <summary>A client that trusts the authority alone.</summary>
    public HttpClient NewClient() => new(new SocketsHttpHandler { SslOptions = Trusting() });

    /// <summary>A client that shows a certificate too.</summary>
    public HttpClient NewClient(string certificateFile, string keyFile)
    {
        var options = Trusting();
        options.ClientCertificateContext = SslStreamCertificateContext.Create(
            X509Certificate2.CreateFromPemFile(certificateFile, keyFile), additionalCertificates: null, offline: true);
        return new HttpClient(new SocketsHttpHandler { SslOptions = options });
    }

    /// <summary>The certificate that a new connection sees.</summary>
    public async Task<string> SeenAtAsync(Uri server)
    {
        using var socket = new System.Net.Sockets.TcpClient();
        await socket.ConnectAsync(server.Host, server.Port, TestContext.Current.CancellationToken);
        await using var secured = new SslStream(socket.GetStream());
        var options = Trusting();
        options.TargetHost = server.Host;
        await secured.AuthenticateAsClientAsync(options, TestContext.Current.CancellationToken);
        return secured.RemoteCertificate!.GetCertHashString();
    }

    /// <summary>The certificate that a file has.</summary>
    public static string ThumbprintOf(string file) => X509CertificateLoader.LoadCertificateFromFile(file).Thumbprint;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private SslClientAuthenticationOptions Trusting() => new()
    {
        CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(Certificates.AuthorityFile) },
            RevocationMode = X509RevocationMode.NoCheck,
        },
    };
}
