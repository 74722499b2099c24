using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Simulation.SeededBugs;

/// <summary>A node that never learns that it has lost a partition, and so continues with its records.</summary>
internal sealed class DeafLog(ILog inner) : ILog
{
    public int PartitionsOf(Role role) => inner.PartitionsOf(role);

    public void Subscribe(Role role, ILogReceiver receiver) => inner.Subscribe(role, new Receiver(receiver));

    public void Send(Envelope envelope, Action<long> confirmed) => inner.Send(envelope, confirmed);

    public void Advance(Role role, int partition, long offset) => inner.Advance(role, partition, offset);

    private sealed class Receiver(ILogReceiver inner) : ILogReceiver
    {
        public bool Received(int partition, long offset, ReadOnlyMemory<byte> bytes) =>
            inner.Received(partition, offset, bytes);

        public void Gained(int partition) => inner.Gained(partition);

        public void Lost(int partition)
        {
        }
    }
}
