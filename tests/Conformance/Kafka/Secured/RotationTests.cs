using Cartwright.Conformance.Kafka.Mock;
using Cartwright.Conformance.Log;
using Cartwright.Conformance.Servers;
using Cartwright.Domain;
using Cartwright.Kafka;
using Cartwright.Kernel;

namespace Cartwright.Conformance.Kafka.Secured;

/// <summary>Passwords and certificates that change while a node sends and reads.</summary>
[Trait("Kind", "Long")]
public sealed class RotationTests(SecuredBroker secured) : IClassFixture<SecuredBroker>, IDisposable
{
    private const string User = "rotated";
    private const int Rounds = 3;
    private const int RecordsEach = 200;

    private readonly string _folder = Directory.CreateTempSubdirectory("cartwright-rotation-").FullName;

    private SecuredListener Listener => secured.Broker.Secured;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_password_is_changed_without_a_restart()
    {
        Prerequisites.RequireKafka();
        var file = Path.Combine(_folder, "password");
        await SetPasswordAsync("password-0");
        await File.WriteAllTextAsync(file, "password-0", Stop);
        await secured.AllowAsync(User);
        await SendThroughChangesAsync(
            Listener.Security with { User = User, ReadPassword = () => File.ReadAllText(file) },
            secured.Broker.Address,
            async round =>
            {
                // From here on the old password opens no connection.
                await SetPasswordAsync($"password-{round}");
                await File.WriteAllTextAsync(file, $"password-{round}", Stop);
            });
    }

    [Fact]
    public async Task A_certificate_is_changed_without_a_restart()
    {
        Prerequisites.RequireKafka();
        var certificates = Listener.Certificates;
        certificates.Sign(User);
        await secured.AllowAsync($"CN={User}");
        await SendThroughChangesAsync(
            new KafkaSecurity
            {
                UsesTls = true,
                AuthorityFile = certificates.AuthorityFile,
                CertificateFile = certificates.CertificateOf(User),
                KeyFile = certificates.KeyOf(User),
            },
            Listener.CertificateAddress,
            round =>
            {
                certificates.Sign(User);
                return Task.CompletedTask;
            });
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task SendThroughChangesAsync(KafkaSecurity security, string address, Func<int, Task> changeAsync)
    {
        await using var bench = new KafkaBench(Task.FromResult<IBrokers>(secured.Broker));
        var options = await bench.OptionsAsync() with { Brokers = address, Security = security };
        var told = new ToldEvents();
        using var log = await KafkaLog.OpenAsync(options, told, Stop);
        var node = new Recorder();
        log.Subscribe(Role.Stock, node);
        await bench.UntilAsync(() => node.Owned.Count == options.Partitions);
        var sender = new Sender(log);
        for (var round = 1; round <= Rounds; round++)
        {
            await changeAsync(round);
            for (var number = 0; number < RecordsEach; number++)
            {
                await sender.SendUntilConfirmedAsync(number % options.Partitions, $"{round}/{number}");
            }

            var changes = round;
            await bench.UntilAsync(() => told.RebuiltProducers >= changes && told.RebuiltConsumers >= changes);
        }

        await sender.SendUntilConfirmedAsync(0, "last");
        await bench.UntilAsync(() => node.Deliveries.Any(delivery => delivery.Text == "last"));
        await bench.UntilAsync(() => node.Deliveries.Select(delivery => delivery.Text).Distinct().Count()
            == (Rounds * RecordsEach) + 1);
        Assert.Empty(node.Faults);
        Assert.Null(log.Trouble);
    }

    private Task SetPasswordAsync(string password) => secured.SetPasswordAsync(User, password);
}
