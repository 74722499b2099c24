using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.FaultyNode;

/// <summary>
/// A log that kills its node after the brokers have an envelope, or at the moment when an offset should move on.
/// </summary>
internal sealed class FaultLog(ILog inner, FaultPoint point, bool isAfterSend) : ILog
{
    public int PartitionsOf(Role role) => inner.PartitionsOf(role);

    public void Subscribe(Role role, ILogReceiver receiver) => inner.Subscribe(role, receiver);

    public void Send(Envelope envelope, Action<long> confirmed)
    {
        if (!isAfterSend || !point.IsNow())
        {
            inner.Send(envelope, confirmed);
            return;
        }

        // The lane waits here until the brokers have the envelope, so no client gets an answer before the kill.
        inner.Send(envelope, _ => FaultPoint.Die());
        Thread.CurrentThread.Join();
    }

    public void Advance(Role role, int partition, long offset)
    {
        if (!isAfterSend && point.IsNow())
        {
            FaultPoint.Die();
        }

        inner.Advance(role, partition, offset);
    }
}
