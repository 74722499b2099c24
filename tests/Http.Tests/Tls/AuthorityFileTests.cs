using Cartwright.Web.Tls;

namespace Cartwright.Http.Tests.Tls;

/// <summary>The file of the authorities that a process trusts.</summary>
public sealed class AuthorityFileTests
{
    // Its writer could sign a certificate as a gateway, or as a node.
    [Theory]
    [InlineData(0b110_110_110)]
    [InlineData(0b110_000_010)]
    public void One_that_every_user_can_write_is_not_used(int mode)
    {
        using var folder = new CertificateFolder();
        var file = folder.Certificates.AuthorityFile;
        var link = folder.PathOf("link.pem");
        File.CreateSymbolicLink(link, file);
        Assert.Single(PemFiles.ReadAuthorities(file));
        Assert.Single(PemFiles.ReadAuthorities(link));
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        File.SetUnixFileMode(file, (UnixFileMode)mode);
        foreach (var path in (string[])[file, link])
        {
            Assert.Equal(
                $"'{path}' can be written by every user of the machine.",
                Assert.Throws<InvalidDataException>(() => PemFiles.ReadAuthorities(path)).Message);
        }
    }
}
