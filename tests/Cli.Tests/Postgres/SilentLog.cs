using System.Collections.Concurrent;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Cli.Tests.Postgres;

/// <summary>A log that takes every envelope and delivers none.</summary>
/// <param name="gains">Whether a node reads the only partition from the beginning.</param>
internal sealed class SilentLog(bool gains = true) : ILog
{
    private readonly ConcurrentBag<ILogReceiver> _receivers = [];

    public int PartitionsOf(Role role) => 1;

    public void Subscribe(Role role, ILogReceiver receiver)
    {
        _receivers.Add(receiver);
        if (gains)
        {
            receiver.Gained(0);
        }
    }

    public void Send(Envelope envelope, Action<long> confirmed) => confirmed(envelope.Id);

    public void Advance(Role role, int partition, long offset)
    {
    }

    public void Gain() => Each(receiver => receiver.Gained(0));

    public void Lose() => Each(receiver => receiver.Lost(0));

    private void Each(Action<ILogReceiver> act)
    {
        foreach (var receiver in _receivers)
        {
            act(receiver);
        }
    }
}
