using System.Diagnostics;
using Cartwright.Cli.Configuration;
using Cartwright.Cli.Serve;

namespace Cartwright.Cli.Tests.Configuration;

/// <summary>Which settings of the connections to the brokers belong together.</summary>
public sealed class KafkaSettingsTests : IDisposable
{
    private const string Node =
        "--roles stock --postgres-stock Host=localhost --kafka localhost:9092";

    private const string PasswordFile = "--kafka-password-file";

    private readonly string _file = Path.GetTempFileName();

    public KafkaSettingsTests() => File.WriteAllText(_file, "secret\n");

    [Theory]
    [InlineData("sasl", "--kafka-user stock", true, null)]
    [InlineData("sasl", "", true, "kafka-user is needed: --kafka-security is sasl.")]
    [InlineData("sasl", "--kafka-user stock", false, "kafka-password is needed: --kafka-security is sasl.")]
    [InlineData("tls", "", false, null)]
    [InlineData("tls", "--kafka-user stock", false, "--kafka-user has no use without --kafka-security sasl.")]
    [InlineData("tls", "--kafka-key FILE", false, "--kafka-certificate and --kafka-key belong together.")]
    [InlineData("tls", "--kafka-key FILE --kafka-certificate FILE", false, null)]
    [InlineData("tls", "--kafka-ca /nowhere/ca.pem", false, "--kafka-ca names the file '/nowhere/ca.pem', which")]
    [InlineData("plaintext", "", false, null)]
    [InlineData("plaintext", "--kafka-ca FILE", false, "--kafka-ca has no use without --kafka-security tls or sasl.")]
    public void Settings_that_do_not_fit_together_are_named(
        string security, string more, bool hasPassword, string? mistake)
    {
        var line = hasPassword ? $"{Node} {PasswordFile} {_file}" : Node;
        var mistakes = ServeMistakes.MistakesIn(TestSettings.Read(
            $"{line} --kafka-security {security} {more.Replace("FILE", _file, StringComparison.Ordinal)}"));
        if (mistake is null)
        {
            Assert.Empty(mistakes);
        }
        else
        {
            Assert.StartsWith(mistake, Assert.Single(mistakes), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_password_is_no_option_and_is_never_shown()
    {
        Assert.Contains(
            ServeMistakes.MistakesIn(TestSettings.Read("--kafka-password secret")),
            mistake => mistake.StartsWith("--kafka-password must not hold a password", StringComparison.Ordinal));
        var value = TestSettings.Read($"--kafka-password-file {_file}").ValueOf(KafkaSettings.Password);
        Assert.Equal(("secret", "***"), (value.Text, value.Shown));
    }

    [Fact]
    public void A_password_is_read_again_and_stays_while_its_file_is_away()
    {
        var read = TestSettings.Read($"--kafka-password-file {_file}").ReaderOf(KafkaSettings.Password);
        Assert.Equal("secret", read());
        File.WriteAllText(_file, "another");
        Assert.Equal("another", read());
        File.WriteAllText(_file, "");
        Assert.Equal("another", read());
        File.Delete(_file);
        Assert.Equal("another", read());
    }

    // A second reader of a pipe would wait for a second writer.
    [Fact(Timeout = 10_000)]
    public async Task A_pipe_is_read_once()
    {
        var pipe = $"{_file}.pipe";
        using (var making = Process.Start("mkfifo", [pipe]))
        {
            await making.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var writing = Task.Run(() => File.WriteAllText(pipe, "secret"), TestContext.Current.CancellationToken);
        var read = TestSettings.Read($"--kafka-password-file {pipe}").ReaderOf(KafkaSettings.Password);
        await writing;
        Assert.Equal("secret", read());
        File.Delete(pipe);
    }

    public void Dispose() => File.Delete(_file);
}
