using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Kafka;

/// <summary>The log as one service of a node uses it: each envelope names the service that sends it.</summary>
public sealed class SenderLog(KafkaLog log, Role sender) : ILog
{
    /// <summary>The log of the node.</summary>
    public KafkaLog Log => log;

    public int PartitionsOf(Role role) => log.PartitionsOf(role);

    public void Subscribe(Role role, ILogReceiver receiver) => log.Subscribe(role, receiver);

    public void Send(Envelope envelope, Action<long> confirmed) => log.Send(envelope, sender, confirmed);

    public void Advance(Role role, int partition, long offset) => log.Advance(role, partition, offset);
}
