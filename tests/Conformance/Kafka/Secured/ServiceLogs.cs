using System.Collections.Concurrent;
using Cartwright.Domain;
using Cartwright.Engine.Ports;
using Cartwright.Kafka;
using Cartwright.Kernel;

namespace Cartwright.Conformance.Kafka.Secured;

/// <summary>
/// The logs of three nodes, one of each service, as one: each inbox is read by its own service and written by another.
/// </summary>
internal sealed class ServiceLogs(Func<Role, KafkaLog> open) : ILog, IDisposable
{
    private readonly ConcurrentDictionary<Role, Lazy<KafkaLog>> _logs = new();

    public int PartitionsOf(Role role) => Of(role).PartitionsOf(role);

    public void Subscribe(Role role, ILogReceiver receiver) => Of(role).Subscribe(role, receiver);

    public void Send(Envelope envelope, Action<long> confirmed) =>
        Of(envelope.IsPublic || envelope.To != Role.Order ? Role.Order : Role.Stock).Send(envelope, confirmed);

    public void Advance(Role role, int partition, long offset) => Of(role).Advance(role, partition, offset);

    public void Dispose()
    {
        foreach (var log in _logs.Values)
        {
            log.Value.Dispose();
        }
    }

    private KafkaLog Of(Role role) => _logs.GetOrAdd(role, _ => new Lazy<KafkaLog>(() => open(role))).Value;
}
