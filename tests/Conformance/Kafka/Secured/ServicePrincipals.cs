using Cartwright.Conformance.Log;
using Cartwright.Engine.Ports;
using Cartwright.Kafka;
using Cartwright.Kernel;
using Cartwright.Shop;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cartwright.Conformance.Kafka.Secured;

/// <summary>
/// A shop on a secured broker whose services have a principal and its rights each. Another principal has made the
/// topics.
/// </summary>
internal sealed class ServicePrincipals(SecuredBroker secured) : ILogBench
{
    private const string Password = "a-password-of-each-service";
    private readonly KafkaBench _bench = new(Task.FromResult<IBrokers>(secured.Broker));
    private Task? _topics;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The principals of the services of one shop.</summary>
    public static string PrincipalOf(KafkaOptions options, string service) => $"{options.Prefix}-{service}";

    public ILog Connect()
    {
        Task.Run(MakeTopicsAsync).GetAwaiter().GetResult();
        return new ServiceLogs(role => Task.Run(() => OpenAsync(role)).GetAwaiter().GetResult());
    }

    public Task LeaveAsync(ILog log)
    {
        ((ServiceLogs)log).Dispose();
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<(int Partition, PublicRecord Event)>> EventsAsync(int count) =>
        _bench.EventsAsync(count);

    public Task UntilAsync(Func<bool> isReached) => _bench.UntilAsync(isReached);

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    /// <summary>Makes the topics, by their own principal.</summary>
    public Task MakeTopicsAsync() => _topics ??= MakeAsync();

    /// <summary>
    /// The log of a service's node, with the service's principal. Brokers that answer "not yet" are asked again, as a
    /// node does at its start.
    /// </summary>
    public async Task<KafkaLog> OpenAsync(Role role)
    {
        var options = await OptionsAsync(role);
        KafkaLog? log = null;
        await UntilAsync(() => (log = TryOpen(options)) is not null);
        return log!;
    }

    /// <summary>How a service's node connects.</summary>
    public async Task<KafkaOptions> OptionsAsync(Role role)
    {
        var service = ShopServices.DefinitionOf(role);
        var options = await _bench.OptionsAsync();
        return options with
        {
            Services = [role, .. service.SendsTo],
            Reads = [role],
            Writes = service.SendsTo,
            WritesEvents = service.PublishesEvents,
            PublishesEvents = service.PublishesEvents,
            MakesTopics = false,
            Security = SecurityOf(options, role.Name),
        };
    }

    private static KafkaLog? TryOpen(KafkaOptions options)
    {
        try
        {
            return Task.Run(() => KafkaLog.OpenAsync(options, NullLogger.Instance, Stop)).GetAwaiter().GetResult();
        }
        catch (TransientFault)
        {
            return null;
        }
    }

    private async Task MakeAsync()
    {
        var options = await _bench.OptionsAsync();
        foreach (var service in ShopServices.Definitions)
        {
            await AddAsync(options, service.Role.Name, KafkaRight.OfService(
                options.Prefix, service.Role, service.SendsTo, service.PublishesEvents));
        }

        await AddAsync(options, "topics", KafkaRight.OfTopics(options.Prefix));
        await KafkaTopics.MakeAsync(
            options with { Security = SecurityOf(options, "topics") }, _ => { }, Stop);
    }

    private async Task AddAsync(KafkaOptions options, string service, IReadOnlyList<KafkaRight> rights)
    {
        await secured.SetPasswordAsync(PrincipalOf(options, service), Password);
        await secured.AllowAsync(PrincipalOf(options, service), rights);
    }

    private static KafkaSecurity SecurityOf(KafkaOptions options, string service) =>
        options.Security with { User = PrincipalOf(options, service), ReadPassword = () => Password };
}
