using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Simulation.SeededBugs;

/// <summary>A seeded bug: a repeated offset is taken for a duplicate and dropped.</summary>
internal sealed class ForgetfulLog(ILog inner) : ILog
{
    public int PartitionsOf(Role role) => inner.PartitionsOf(role);

    public void Subscribe(Role role, ILogReceiver receiver) => inner.Subscribe(role, new Receiver(receiver));

    public void Send(Envelope envelope, Action<long> confirmed) => inner.Send(envelope, confirmed);

    public void Advance(Role role, int partition, long offset) => inner.Advance(role, partition, offset);

    private sealed class Receiver(ILogReceiver inner) : ILogReceiver
    {
        private readonly Dictionary<int, long> _seen = [];

        public bool Received(int partition, long offset, ReadOnlyMemory<byte> bytes)
        {
            if (_seen.TryGetValue(partition, out var last) && offset <= last)
            {
                return true;
            }

            var isTaken = inner.Received(partition, offset, bytes);
            if (isTaken)
            {
                _seen[partition] = offset;
            }

            return isTaken;
        }

        public void Gained(int partition) => inner.Gained(partition);

        public void Lost(int partition) => inner.Lost(partition);
    }
}
