using Cartwright.Cli.Serve;

namespace Cartwright.Cli.Tests.Configuration;

/// <summary>Which settings of encrypted connections belong together.</summary>
public sealed class TlsSettingsTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    [Theory]
    [InlineData("--urls https://127.0.0.1:0 --tls-certificate FILE --tls-key FILE", null)]
    [InlineData(
        "--urls https://127.0.0.1:0", "--tls-certificate and --tls-key are needed: --urls is https.")]
    [InlineData(
        "--admin-urls https://127.0.0.1:0", "--tls-certificate and --tls-key are needed: --admin-urls is https.")]
    [InlineData(
        "--urls https://127.0.0.1:0 --tls-certificate FILE", "--tls-certificate and --tls-key belong together.")]
    [InlineData(
        "--tls-certificate FILE --tls-key FILE",
        "--tls-certificate has no use: no address of this process is https.")]
    [InlineData("--urls https://127.0.0.1:0 --tls-key /nowhere", "--tls-key names the file '/nowhere', which")]
    public void Settings_that_do_not_fit_together_are_named(string line, string? mistake)
    {
        var mistakes = ServeMistakes.MistakesIn(
            TestSettings.Read(line.Replace("FILE", _file, StringComparison.Ordinal)));
        if (mistake is null)
        {
            Assert.Empty(mistakes);
        }
        else
        {
            Assert.StartsWith(mistake, Assert.Single(mistakes), StringComparison.Ordinal);
        }
    }

    public void Dispose() => File.Delete(_file);
}
