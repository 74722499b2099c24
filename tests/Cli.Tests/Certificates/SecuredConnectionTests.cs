using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Cartwright.CommandLine;
using Cartwright.Lab.Certificates;
using Cartwright.Lab.Http;
using Cartwright.Program;

namespace Cartwright.Cli.Tests.Certificates;

/// <summary>The client of `check` and `load` against an encrypted listener with an answer of the test.</summary>
public sealed class SecuredConnectionTests : IDisposable
{
    private const int TimeoutMs = 10_000;
    private static readonly HttpRequest _request = new(HttpMethod.Get, "/healthz/live");

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TrialFolder _folder = new(
        Path.Combine(Directory.CreateTempSubdirectory("cartwright-secured-").FullName, "trial"));

    public SecuredConnectionTests()
    {
        _folder.Make(["shop"], ["127.0.0.1"], days: 1, TimeProvider.System.GetUtcNow());
        File.WriteAllText(KeyFile, "the-key\n");
        _listener.Start();
    }

    private string KeyFile => Path.Combine(_folder.Root, "api-key");

    private string Authority => _folder.CertificateOf(TrialFolder.AuthorityName);

    private ServerAddress Address => new("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port)
    {
        IsEncrypted = true,
    };

    [Fact]
    public async Task A_request_goes_to_a_trusted_shop_with_the_key()
    {
        var server = ServeAsync();
        using var connection = new HttpConnection(Address with { Access = ShopAccess.Read(Authority, KeyFile) });
        Assert.Equal(200, (await connection.SendAsync(_request, TimeoutMs)).Status);
        Assert.Contains("\r\nAuthorization: Bearer the-key\r\n", await server, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shop_that_is_not_trusted_gets_no_request()
    {
        var server = ServeAsync();
        using var connection = new HttpConnection(Address with { Access = ShopAccess.Read(null, KeyFile) });
        await Assert.ThrowsAsync<HttpFault>(() => connection.SendAsync(_request, TimeoutMs));
        Assert.Empty(await server);
    }

    [Theory]
    [InlineData("check --trust KEY")]
    [InlineData("load --trust /nowhere/ca.pem")]
    [InlineData("load --api-key-file /nowhere/key")]
    [InlineData("check --url ftp://127.0.0.1")]
    public async Task A_file_that_cannot_be_used_is_a_mistake(string line) =>
        Assert.Equal(CommandLineRun.Usage, await CommandLineRun.InvokeAsync(
            Verbs.CreateRoot(),
            line.Replace("KEY", KeyFile, StringComparison.Ordinal).Split(' '),
            TextWriter.Null,
            TextWriter.Null,
            TestContext.Current.CancellationToken));

    public void Dispose()
    {
        _listener.Dispose();
        Directory.Delete(Path.GetDirectoryName(_folder.Root)!, recursive: true);
    }

    // The head of the one request; empty where the client ends the handshake.
    private async Task<string> ServeAsync()
    {
        using var client = await _listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await using var secured = new SslStream(client.GetStream());
        using var certificate = X509Certificate2.CreateFromPemFile(
            _folder.CertificateOf("shop"), _folder.KeyOf("shop"));
        try
        {
            await secured.AuthenticateAsServerAsync(certificate);
            var head = new byte[4_096];
            var count = await secured.ReadAsync(head, TestContext.Current.CancellationToken);
            await secured.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"u8.ToArray());
            return Encoding.ASCII.GetString(head, 0, count);
        }
        catch (Exception ended) when (ended is IOException or System.Security.Authentication.AuthenticationException)
        {
            return string.Empty;
        }
    }
}
