using Cartwright.Conformance.Servers;
using Cartwright.Engine.Ports;
using Cartwright.Kafka;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cartwright.Conformance.Kafka.Secured;

/// <summary>Which nodes a secured broker takes, and what the others are told.</summary>
[Trait("Kind", "Long")]
public sealed class CredentialTests(SecuredBroker secured) : IClassFixture<SecuredBroker>, IAsyncLifetime
{
    private KafkaBench _bench = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private SecuredListener Listener => secured.Broker.Secured;

    public ValueTask InitializeAsync()
    {
        Prerequisites.RequireKafka();
        _bench = new KafkaBench(Task.FromResult<IBrokers>(secured.Broker));
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task A_wrong_password_ends_the_start_with_a_sentence()
    {
        var fault = await RefusalAsync(known => known with { ReadPassword = () => "another one" });
        Assert.Contains("do not accept each other", fault.Message, StringComparison.Ordinal);
        Assert.Contains("authentication", fault.Message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("another one", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broker_with_a_certificate_of_another_authority_is_refused()
    {
        var folder = Directory.CreateTempSubdirectory("cartwright-ca-").FullName;
        try
        {
            var others = new TestCertificates(folder).Begin();
            var fault = await RefusalAsync(known => known with { AuthorityFile = others.AuthorityFile });
            Assert.Contains("certificate verify failed", fault.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_certificate_is_a_credential_too_and_one_without_rights_is_named()
    {
        Listener.Certificates.Sign("node");
        Listener.Certificates.Sign("stranger");
        await secured.AllowAsync("CN=node");
        var options = await _bench.OptionsAsync() with { Brokers = Listener.CertificateAddress };
        using var log = await KafkaLog.OpenAsync(WithCertificate("node"), NullLogger.Instance, Stop);
        Assert.Null(log.Trouble);

        var fault = await Assert.ThrowsAsync<FatalFault>(
            () => KafkaLog.OpenAsync(WithCertificate("stranger"), NullLogger.Instance, Stop));
        Assert.Equal("kafka-refused", fault.Code);
        Assert.Contains("authorization failed", fault.Message, StringComparison.OrdinalIgnoreCase);

        KafkaOptions WithCertificate(string name) => options with
        {
            Security = new KafkaSecurity
            {
                UsesTls = true,
                AuthorityFile = Listener.Certificates.AuthorityFile,
                CertificateFile = Listener.Certificates.CertificateOf(name),
                KeyFile = Listener.Certificates.KeyOf(name),
            },
        };
    }

    [Fact]
    public async Task A_file_that_is_no_certificate_is_named()
    {
        var fault = await RefusalAsync(known => known with { AuthorityFile = Listener.Certificates.KeyOf("broker") });
        Assert.Contains("ssl.ca.location", fault.Message, StringComparison.Ordinal);
    }

    private async Task<FatalFault> RefusalAsync(Func<KafkaSecurity, KafkaSecurity> change)
    {
        var options = await _bench.OptionsAsync();
        var fault = await Assert.ThrowsAsync<FatalFault>(() => KafkaLog.OpenAsync(
            options with { Security = change(options.Security) }, NullLogger.Instance, Stop));
        Assert.Equal("kafka-refused", fault.Code);
        return fault;
    }
}
