using Cartwright.Engine.Ports;
using Cartwright.Http.Tests.Server;
using Cartwright.Web.Tls;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Cartwright.Http.Tests.Tls;

/// <summary>A process with encrypted addresses, and files with which it does not start.</summary>
public sealed class EncryptedServeTests : IDisposable
{
    private readonly CertificateFolder _certificates = new();
    private readonly DataFolder _data = new();

    [Fact]
    public async Task The_public_and_the_admin_address_have_one_certificate()
    {
        var files = _certificates.FilesOf("shop");
        await using var shop = await ServerProcess.StartAsync(
        [
            "--data", _data.Path, "--urls", "https://127.0.0.1:0", "--admin-urls", "https://127.0.0.1:0",
            "--tls-certificate", files.CertificateFile!, "--tls-key", files.KeyFile!,
        ]);
        using var client = _certificates.NewClient();
        foreach (var url in (Uri[])[shop.Url, shop.AdminUrl])
        {
            Assert.Equal("https", url.Scheme);
            Assert.Equal(CertificateFolder.ThumbprintOf(files.CertificateFile!), await _certificates.SeenAtAsync(url));
        }

        using var health = await client.GetAsync(
            new Uri(shop.Url, "/healthz/live"), TestContext.Current.CancellationToken);
        Assert.True(health.IsSuccessStatusCode);

        // Without TLS the connection ends, and nothing is answered in the clear.
        var plain = await RawConnection.ExchangeAsync(
            shop.Url, "GET /healthz/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
        Assert.Equal(0, plain.Status);
    }

    [Fact]
    public async Task A_pair_that_does_not_fit_together_ends_the_start_with_a_code()
    {
        var files = _certificates.FilesOf("shop");
        _certificates.Certificates.Sign("other");
        await using var shop = ServerProcess.Launch(
        [
            "--data", _data.Path, "--urls", "https://127.0.0.1:0",
            "--tls-certificate", files.CertificateFile!, "--tls-key", _certificates.Certificates.KeyOf("other"),
        ]);
        Assert.Equal(1, await shop.EndedAsync());
        Assert.EndsWith("[certificate-unusable]", shop.Errors.Trim(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ca.pem", "shop.key", 0, "has no key in PEM")]
    [InlineData("shop.key", "shop.key", 0, "has no certificate in PEM")]
    [InlineData("broken.pem", "shop.key", 0, "has a malformed certificate")]
    [InlineData("nowhere.pem", "shop.key", 0, "cannot be read")]
    [InlineData("shop.pem", "shop.key", 2, "is valid from")]
    [InlineData("shop.pem", "shop.key", -2, "is valid from")]
    public void Unusable_files_are_named(string certificate, string key, int days, string sentence)
    {
        _ = _certificates.FilesOf("shop");
        File.WriteAllText(
            _certificates.PathOf("broken.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        var files = new TlsFiles
        {
            CertificateFile = _certificates.PathOf(certificate), KeyFile = _certificates.PathOf(key),
        };
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow() + TimeSpan.FromDays(days));
        var fault = Assert.Throws<FatalFault>(() => ProcessTls.Open(files, NullLoggerFactory.Instance, clock));
        Assert.Equal("certificate-unusable", fault.Code);
        Assert.Contains(sentence, fault.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _certificates.Dispose();
        _data.Dispose();
    }
}
