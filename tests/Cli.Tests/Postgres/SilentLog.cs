using Cartwright.Domain;
using Cartwright.Engine.Ports;

namespace Cartwright.Cli.Tests.Postgres;

/// <summary>A log that takes everything and delivers nothing.</summary>
internal sealed class SilentLog : ILog
{
    public int PartitionsOf(Role role) => 1;

    public void Subscribe(Role role, ILogReceiver receiver) => receiver.Gained(0);

    public void Send(Envelope envelope, Action<long> confirmed) => confirmed(envelope.Id);

    public void Advance(Role role, int partition, long offset)
    {
    }
}
