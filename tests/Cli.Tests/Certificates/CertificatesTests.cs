using System.Security.Cryptography.X509Certificates;
using Cartwright.CommandLine;
using Cartwright.Lab.Files;
using Cartwright.Program;

namespace Cartwright.Cli.Tests.Certificates;

/// <summary>The verb `certificates`.</summary>
public sealed class CertificatesTests : IDisposable
{
    private readonly string _folder = Path.Combine(
        Directory.CreateTempSubdirectory("cartwright-certificates-").FullName, "trial");

    [Fact]
    public async Task A_certificate_is_for_its_name_and_hosts_as_server_and_as_client()
    {
        await RunAsync($"{_folder} gateway --host 10.0.0.7 --host shop.example --days 30");
        using var certificate = X509Certificate2.CreateFromPemFile(FileOf("gateway.pem"), FileOf("gateway.key"));
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single();
        Assert.Equal(["gateway", "shop.example"], names.EnumerateDnsNames());
        Assert.Equal("10.0.0.7", Assert.Single(names.EnumerateIPAddresses()).ToString());
        Assert.InRange(certificate.NotAfter - DateTime.Now, TimeSpan.FromDays(29), TimeSpan.FromDays(30));
        foreach (var use in (string[])["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"])
        {
            Assert.True(IsSigned(certificate, use));
        }
    }

    [Fact]
    public async Task An_authority_that_is_there_signs_again()
    {
        await RunAsync($"{_folder} order stock");
        var authority = await File.ReadAllTextAsync(FileOf("ca.pem"), TestContext.Current.CancellationToken);
        await RunAsync($"{_folder} payment");
        Assert.Equal(
            authority, await File.ReadAllTextAsync(FileOf("ca.pem"), TestContext.Current.CancellationToken));
        foreach (var name in (string[])["order", "stock", "payment"])
        {
            using var certificate = X509CertificateLoader.LoadCertificateFromFile(FileOf($"{name}.pem"));
            Assert.True(IsSigned(certificate, "1.3.6.1.5.5.7.3.1"));
        }
    }

    [Fact]
    public async Task No_file_is_written_again_and_keys_are_for_their_owner()
    {
        await RunAsync($"{_folder} gateway");
        var before = ContentsOf(_folder);
        Assert.Equal(CommandLineRun.Failure, await StatusAsync($"{_folder} order gateway"));
        Assert.Equal(before, ContentsOf(_folder));
        Assert.All(
            Directory.GetFiles(_folder, "*.key"),
            file => Assert.Equal(FileModes.OwnerOnly, FileModes.ModeOf(file)));
    }

    [Theory]
    [InlineData("ca")]
    [InlineData("../order")]
    [InlineData("-x.")]
    public async Task A_name_that_cannot_be_one_is_a_mistake(string name)
    {
        Assert.Equal(CommandLineRun.Usage, await StatusAsync($"{_folder} {name}"));
        Assert.False(Directory.Exists(_folder));
    }

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);

    private static Dictionary<string, string> ContentsOf(string folder) =>
        Directory.GetFiles(folder).ToDictionary(file => file, File.ReadAllText);

    private string FileOf(string name) => Path.Combine(_folder, name);

    private bool IsSigned(X509Certificate2 certificate, string use)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(FileOf("ca.pem")) },
            RevocationMode = X509RevocationMode.NoCheck,
            ApplicationPolicy = { new System.Security.Cryptography.Oid(use) },
        };
        return chain.Build(certificate);
    }

    private static async Task RunAsync(string line) =>
        Assert.Equal(CommandLineRun.Success, await StatusAsync(line));

    private static Task<int> StatusAsync(string line) => CommandLineRun.InvokeAsync(
        Verbs.CreateRoot(),
        ["certificates", .. line.Split(' ')],
        TextWriter.Null,
        TextWriter.Null,
        TestContext.Current.CancellationToken);
}
