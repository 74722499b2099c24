using Cartwright.CommandLine;

namespace Cartwright.Cli.Tests.Configuration;

/// <summary>
/// Files of secrets that every user of the machine can read: each is named, with its mode, at the start.
/// </summary>
public sealed class SecretFileTests : IDisposable
{
    private const UnixFileMode Open = (UnixFileMode)0b110_100_100;
    private const UnixFileMode OfOwner = (UnixFileMode)0b110_000_000;
    private const UnixFileMode Entered = (UnixFileMode)0b111_101_101;
    private const string Container = "DOTNET_RUNNING_IN_CONTAINER";

    private readonly string _folder = Directory.CreateTempSubdirectory("cartwright-secret-").FullName;

    public SecretFileTests() => SetMode(_folder, Entered);

    // Of a connection string the password counts; of a configuration file, whether it has a secret.
    [Theory]
    [InlineData("--tls-key FILE", "", true)]
    [InlineData("--tls-call-key FILE", "", true)]
    [InlineData("--kafka-key FILE", "", true)]
    [InlineData("--kafka-keys FILE", "", true)]
    [InlineData("--kafka-password-file FILE", "hush", true)]
    [InlineData("--admin-nodes-key-file FILE", "hush", true)]
    [InlineData("--postgres-order-password-file FILE", "hush", true)]
    [InlineData("--postgres-stock-file FILE", "Host=db;Password=hush", true)]
    [InlineData("--postgres-stock-file FILE", "Host=db", false)]
    [InlineData("--config FILE", """{"kafka-password": "hush"}""", true)]
    [InlineData("--config FILE", """{"lanes": 2}""", false)]
    [InlineData("--tls-certificate FILE", "", false)]
    [InlineData("--tls-trust FILE", "", false)]
    [InlineData("--api-keys FILE", "", false)]
    public void Each_file_of_a_secret_is_named_with_its_mode(string line, string text, bool isNamed)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "It has no modes.");
        var file = Write("secret", text, Open);
        var given = line.Replace("FILE", file, StringComparison.Ordinal);

        var warnings = TestSettings.Read(given).Warnings;

        Assert.Equal(isNamed ? 1 : 0, warnings.Count);
        Assert.All(warnings, warning =>
        {
            Assert.Contains($" {file} (mode 644)", warning, StringComparison.Ordinal);
            Assert.DoesNotContain("hush", warning, StringComparison.Ordinal);
        });
        SetMode(file, OfOwner);
        Assert.Empty(TestSettings.Read(given).Warnings);
    }

    [Fact]
    public void A_folder_that_is_closed_to_others_protects_its_files()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "It has no modes.");
        var file = Write("secret", "hush", Open);
        var link = Path.Combine(_folder, "link");
        File.CreateSymbolicLink(link, file);
        Assert.StartsWith(
            $"--tls-key: every user of the machine can read or write {link} ",
            SecretFile.WarningOf("--tls-key", link));
        SetMode(_folder, (UnixFileMode)0b111_000_000);
        Assert.Null(SecretFile.WarningOf("--tls-key", file));
        Assert.Null(SecretFile.WarningOf("--tls-key", link));
        Assert.Null(SecretFile.WarningOf("--tls-key", Path.Combine(_folder, "none")));
    }

    [Fact]
    public void In_a_container_no_file_has_other_readers()
    {
        var file = Write("secret", "hush", Open);
        var environment = new Dictionary<string, string> { [Container] = "true" };
        Assert.Empty(TestSettings.Read($"--kafka-password-file {file}", environment).Warnings);
    }

    [Fact]
    public void One_file_is_named_once()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "It has no modes.");
        var file = Write("both.pem", "", Open);
        Assert.Single(TestSettings.Read($"--tls-key {file} --kafka-key {file}").Warnings);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string name, string text, UnixFileMode mode)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, text);
        SetMode(file, mode);
        return file;
    }

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }
}
