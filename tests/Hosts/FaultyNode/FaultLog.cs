using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.FaultyNode;

/// <summary>
/// A log whose node dies once the brokers have an envelope, or in place of moving an offset on.
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

        // The lane stands here until the brokers have the envelope, so that it answers nobody.
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
