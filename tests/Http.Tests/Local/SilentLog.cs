using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Http.Tests.Local;

/// <summary>A log that takes everything and delivers nothing; a node reads its only partition.</summary>
internal sealed class SilentLog : ILog
{
    private readonly List<ILogReceiver> _receivers = [];

    /// <summary>Whether it confirms what it takes.</summary>
    public bool Confirms { get; init; } = true;

    public int PartitionsOf(Role role) => 1;

    public void Subscribe(Role role, ILogReceiver receiver)
    {
        _receivers.Add(receiver);
        receiver.Gained(0);
    }

    public void Send(Envelope envelope, Action<long> confirmed)
    {
        if (Confirms)
        {
            confirmed(envelope.Id);
        }
    }

    public void Advance(Role role, int partition, long offset)
    {
    }

    /// <summary>The node reads no partition any more.</summary>
    public void Lose() => _receivers.ForEach(receiver => receiver.Lost(0));
}
