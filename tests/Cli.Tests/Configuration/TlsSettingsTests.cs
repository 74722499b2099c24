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
    [InlineData("--tls-client-ca FILE", "--tls-client-ca has no use: no address of this process is https.")]
    [InlineData("--tls-trust FILE", "--tls-trust has no use: no address that it calls is.")]
    [InlineData(
        "--urls https://127.0.0.1:0 --tls-certificate FILE --tls-key FILE --tls-client-names gateway",
        "--tls-client-names has no use without --tls-client-ca.")]
    [InlineData(
        "--roles gateway --order-nodes NODE --stock-nodes NODE --payment-nodes NODE --tls-trust FILE "
            + "--tls-call-certificate FILE",
        "--tls-call-certificate and --tls-call-key belong together.")]
    [InlineData(
        "--roles gateway --order-nodes NODE --stock-nodes NODE --payment-nodes NODE --tls-trust FILE "
            + "--tls-certificate FILE --tls-key FILE",
        null)]
    [InlineData(
        "--order-nodes ftp://node", "--order-nodes takes addresses such as http://10.0.0.7:8000 or dns://")]
    [InlineData("--urls https://127.0.0.1:0 --tls-key /nowhere", "--tls-key names the file '/nowhere', which")]
    public void Settings_that_do_not_fit_together_are_named(string line, string? mistake)
    {
        var mistakes = ServeMistakes.MistakesIn(
            TestSettings.Read(line.Replace("FILE", _file, StringComparison.Ordinal)
                .Replace("NODE", "dns+https://node:1", StringComparison.Ordinal)));
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
