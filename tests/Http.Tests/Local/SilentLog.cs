using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Http.Tests.Local;

/// <summary>A log that takes every envelope and delivers none; a node reads its only partition.</summary>
internal sealed class SilentLog : ILog
{
    private readonly List<ILogReceiver> _receivers = [];

    /// <summary>Whether it confirms the envelopes that it takes.</summary>
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

    /// <summary>Stops the reading of the partition.</summary>
    public void Lose() => _receivers.ForEach(receiver => receiver.Lost(0));
}
