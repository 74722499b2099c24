using System.Collections.Concurrent;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Engine.Codec;
using Cartwright.Engine.Ports;

namespace Cartwright.Engine.Delivery;

/// <summary>
/// Envelopes on their way: made before the commit, committed with it, sent after it, and deleted in a later batch's
/// transaction once the log has confirmed them. One envelope for each batch and destination.
/// </summary>
internal sealed class Outbox(ILog? log, IdSource ids, EngineOptions options, Uptime uptime)
{
    private const int ConfirmedMax = 4_096;

    // What an envelope has around its messages, and one separator for each.
    private readonly int _wrapBytes = MessageCodec.Wrap([], options.Shop).Length;

    private readonly ConcurrentQueue<long> _confirmed = new();
    private readonly ConcurrentDictionary<long, Waiting> _unconfirmed = new();
    private readonly Turns _turns = new();

    /// <summary>Whether so much waits for the log that no more should be accepted.</summary>
    public bool IsFull => _unconfirmed.Count >= options.OutboxMax;

    /// <summary>Whether so many messages wait for the log that none should be made without need.</summary>
    public bool IsBehind => _unconfirmed.Count > options.OutboxMax / 2
        && _unconfirmed.Count(envelope => !envelope.Value.IsPublic) > options.OutboxMax / 2;

    /// <summary>How many envelopes wait for the log.</summary>
    public int Count => _unconfirmed.Count;

    /// <summary>
    /// Since when the oldest of them has waited, by the engine's <see cref="Uptime"/>; null where there is none. One of
    /// another node has waited since this one first sent it.
    /// </summary>
    public long? OldestSince
    {
        get
        {
            long? oldest = null;
            foreach (var (_, waiting) in _unconfirmed)
            {
                oldest = Math.Min(oldest ?? long.MaxValue, waiting.Since);
            }

            return oldest;
        }
    }

    /// <summary>Whether nothing waits for the log any more.</summary>
    public bool IsEmpty => _unconfirmed.IsEmpty && _confirmed.IsEmpty;

    public bool HasConfirmed => !_confirmed.IsEmpty;

    /// <summary>The envelopes for a batch's messages.</summary>
    public async ValueTask PackAsync(
        IReadOnlyList<Outgoing> messages, long now, List<Envelope> envelopes, CancellationToken cancellation)
    {
        if (messages.Count == 0)
        {
            return;
        }

        if (log is null)
        {
            throw new FatalFault("engine-bug", $"{messages[0].Message} has no way out of this engine.");
        }

        foreach (var group in messages.GroupBy(sent => (sent.Message.To, Partition: PartitionOf(sent.Message))))
        {
            List<byte[]> bodies = [];
            var bytes = _wrapBytes;
            foreach (var body in MessageCodec.EncodeEach([.. group]))
            {
                if (bodies.Count > 0 && bytes + body.Length > options.EnvelopeBytesMax)
                {
                    envelopes.Add(await SealAsync(group.Key.To, group.Key.Partition, now, bodies, cancellation));
                    (bodies, bytes) = ([], _wrapBytes);
                }

                bodies.Add(body);
                bytes += body.Length + 1;
            }

            envelopes.Add(await SealAsync(group.Key.To, group.Key.Partition, now, bodies, cancellation));
        }
    }

    /// <summary>Sends what is committed. It may be sent again at any time.</summary>
    public void Send(IEnumerable<Envelope> envelopes)
    {
        var now = uptime.Ms;
        foreach (var envelope in envelopes)
        {
            _unconfirmed.TryAdd(envelope.Id, new Waiting(envelope.At, envelope.IsPublic, now));
            log!.Send(envelope, Confirm);
        }
    }

    /// <summary>
    /// These are all envelopes in the table that were made before this time. One that is no longer there was
    /// confirmed to another node, and this one would count it for ever.
    /// </summary>
    public void KeepOnly(IEnumerable<Envelope> leftovers, long before)
    {
        var left = leftovers.Select(envelope => envelope.Id).ToHashSet();
        foreach (var (id, waiting) in _unconfirmed)
        {
            if (waiting.At < before && !left.Contains(id))
            {
                _unconfirmed.TryRemove(id, out _);
            }
        }
    }

    /// <summary>
    /// Moves confirmed envelopes into a batch that deletes them. Their bound is not the batch's: a batch can make
    /// more envelopes than it has messages, and the table must shrink faster than it grows.
    /// </summary>
    public void TakeConfirmed(List<long> into)
    {
        while (into.Count < ConfirmedMax && _confirmed.TryDequeue(out var id))
        {
            into.Add(id);
        }
    }

    /// <summary>The batch did not commit: they are still to be deleted.</summary>
    public void GiveBack(List<long> confirmed)
    {
        foreach (var id in confirmed)
        {
            _confirmed.Enqueue(id);
        }
    }

    private void Confirm(long id)
    {
        _unconfirmed.TryRemove(id, out _);
        _confirmed.Enqueue(id);
    }

    private async ValueTask<Envelope> SealAsync(
        Role to, int partition, long now, List<byte[]> bodies, CancellationToken cancellation)
    {
        var bytes = MessageCodec.Wrap(bodies, options.Shop);
        _turns.Sent(to, bytes.Length);
        return new Envelope(await ids.NextAsync(cancellation), to, partition, now, bytes);
    }

    // Answers go where the attempt's client waits; everything else to the partition whose turn it is.
    private int PartitionOf(Message message)
    {
        var partitions = log!.PartitionsOf(message.To);
        return message is OrderMessage { ExpectedAt: { } expected }
            ? (int)((uint)expected % (uint)partitions)
            : _turns.Of(message.To, partitions, uptime.Ms);
    }

    private readonly record struct Waiting(long At, bool IsPublic, long Since);
}
