using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Simulation.SeededBugs;

/// <summary>A seeded bug: a record counts as done as soon as it has been delivered.</summary>
internal sealed class HastyLog(ILog inner) : ILog
{
    public int PartitionsOf(Role role) => inner.PartitionsOf(role);

    public void Subscribe(Role role, ILogReceiver receiver) =>
        inner.Subscribe(role, new Receiver(receiver, (p, offset) => inner.Advance(role, p, offset)));

    public void Send(Envelope envelope, Action<long> confirmed) => inner.Send(envelope, confirmed);

    public void Advance(Role role, int partition, long offset) => inner.Advance(role, partition, offset);

    private sealed class Receiver(ILogReceiver inner, Action<int, long> advance) : ILogReceiver
    {
        public bool Received(int partition, long offset, ReadOnlyMemory<byte> bytes)
        {
            var isTaken = inner.Received(partition, offset, bytes);
            if (isTaken)
            {
                advance(partition, offset + 1);
            }

            return isTaken;
        }

        public void Gained(int partition) => inner.Gained(partition);

        public void Lost(int partition) => inner.Lost(partition);
    }
}
