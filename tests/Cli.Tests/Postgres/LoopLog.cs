using System.Collections.Concurrent;
using System.Threading.Channels;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Cli.Tests.Postgres;

/// <summary>A log in memory between the services of one process, with one partition for each.</summary>
internal sealed class LoopLog : ILog
{
    private readonly ConcurrentDictionary<Role, Channel<Envelope>> _inboxes = new();

    public int PartitionsOf(Role role) => 1;

    public void Subscribe(Role role, ILogReceiver receiver)
    {
        receiver.Gained(0);
        _ = DeliverAsync(InboxOf(role), receiver);
    }

    public void Send(Envelope envelope, Action<long> confirmed)
    {
        InboxOf(envelope.To).Writer.TryWrite(envelope);
        confirmed(envelope.Id);
    }

    public void Advance(Role role, int partition, long offset)
    {
    }

    private Channel<Envelope> InboxOf(Role role) => _inboxes.GetOrAdd(role, _ => Channel.CreateUnbounded<Envelope>());

    private static async Task DeliverAsync(Channel<Envelope> inbox, ILogReceiver receiver)
    {
        var offset = 0L;
        await foreach (var envelope in inbox.Reader.ReadAllAsync())
        {
            // Messages without room are dropped; the sweeps send them again.
            receiver.Received(0, offset++, envelope.Bytes);
        }
    }
}
