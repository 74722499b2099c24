using System.Collections.Concurrent;
using Cartwright.Engine.Clocks;
using Cartwright.Engine.Codec;
using Cartwright.Engine.Options;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Engine.Delivery;

/// <summary>
/// Envelopes on their way: made before the commit, committed with it, sent after it, and deleted in a later batch's
/// transaction once the log has confirmed them. One envelope for each batch and destination.
/// </summary>
internal sealed class Outbox(ILog? log, IWireFormat format, IdSource ids, EngineOptions options, NodeTime time)
{
    private const int ConfirmedMax = 4_096;

    private readonly MessageCodec _codec = new(format);
    private readonly Announcements _announcements = new(format, ids, options.EnvelopeBytesMax);

    // The bytes of an envelope around its messages.
    private readonly int _wrapBytes = MessageCodec.Wrap([], options.Shop).Length;

    private readonly ConcurrentQueue<long> _confirmed = new();
    private readonly ConcurrentDictionary<long, Waiting> _unconfirmed = new();
    private readonly PartitionTurns _turns = new();
    private readonly LogProbe _probe = new(options.LeftoverAgeMs);

    // In the order in which they were sent for the first time.
    private long _numbered;
    private long _newestConfirmed;
    private int _carried;

    /// <summary>Whether so much waits for the log that no more should be accepted.</summary>
    public bool IsFull => _unconfirmed.Count >= options.OutboxMax;

    /// <summary>Whether so many messages wait for the log that none should be made without need.</summary>
    public bool IsBehind => _unconfirmed.Count > options.OutboxMax / 2
        && _unconfirmed.Count(envelope => !envelope.Value.IsPublic) > options.OutboxMax / 2;

    /// <summary>How many envelopes wait for the log.</summary>
    public int Count => _unconfirmed.Count;

    /// <summary>
    /// Since when the oldest of them has waited, by the engine's <see cref="NodeTime"/>; null where there is none. One
    /// of another node has waited since this one first sent it.
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

    /// <summary>
    /// A question for one batch: whether a message waits in an unconfirmed envelope, so that a sweep need not repeat
    /// it. Where the log has confirmed later envelopes, the envelope's partition may be away: then the message is
    /// repeated, and goes to another one. A log that is silent altogether is tried seldom, with the repetitions of one
    /// batch.
    /// </summary>
    public Func<Message, bool> IsWaiting()
    {
        HashSet<Carried>? held = null;
        bool? isProbe = null;
        var oldest = long.MaxValue;
        return message =>
        {
            if (Carried.CarriedBy(message) is not { } carried)
            {
                return false;
            }

            var confirmed = Interlocked.Read(ref _newestConfirmed);
            held ??= Held(confirmed, ref oldest);
            return held.Contains(carried) && !(isProbe ??= _probe.IsDue(confirmed, oldest, time.UptimeMs));
        };
    }

    /// <summary>The envelopes for a batch's public events, where they are published.</summary>
    public ValueTask AnnounceAsync(
        IReadOnlyList<HappenedEvent> events, long now, List<Envelope> envelopes, CancellationToken cancellation) =>
        options.PublishesEvents
            ? _announcements.PackAsync(events, now, envelopes, cancellation)
            : ValueTask.CompletedTask;

    /// <summary>The envelopes for a batch's messages, and the contents of each of them.</summary>
    public async ValueTask PackAsync(
        IReadOnlyList<Outgoing> messages,
        long now,
        List<Envelope> envelopes,
        Dictionary<long, Carried[]> carried,
        CancellationToken cancellation)
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
            List<Outgoing> all = [.. group];
            var first = 0;
            foreach (var bodies in Envelope.Split(
                _codec.EncodeEach(all), _wrapBytes, options.EnvelopeBytesMax))
            {
                var envelope = await SealAsync(group.Key.To, group.Key.Partition, now, bodies, cancellation);
                envelopes.Add(envelope);
                carried[envelope.Id] = Carried.CarriedBy(all.Skip(first).Take(bodies.Count));
                first += bodies.Count;
            }
        }
    }

    /// <summary>Sends committed envelopes. They may be sent again at any time.</summary>
    public void Send(IEnumerable<Envelope> envelopes, IReadOnlyDictionary<long, Carried[]> carried)
    {
        foreach (var envelope in envelopes)
        {
            Track(envelope, isLeftover: false, carried.GetValueOrDefault(envelope.Id) ?? []);
            log!.Send(envelope, Confirm);
        }
    }

    /// <summary>
    /// Sends the envelopes that this node has claimed. Of other nodes' envelopes it counts only so many: the uncounted
    /// ones are sent, confirmed and deleted all the same.
    /// </summary>
    public void Resend(IReadOnlyList<Envelope> leftovers)
    {
        var room = options.LeftoversMax - _unconfirmed.Count(envelope => envelope.Value.IsLeftover);
        foreach (var envelope in leftovers)
        {
            if (room > 0 && Track(envelope, isLeftover: true, []))
            {
                room--;
            }

            log!.Send(envelope, Confirm);
        }
    }

    /// <summary>The envelopes that have waited here since this moment of the engine's uptime.</summary>
    public List<long> WaitingSince(long since) =>
        [.. _unconfirmed.Where(envelope => envelope.Value.Since <= since).Select(envelope => envelope.Key)];

    /// <summary>
    /// Of these, some are still stored. One that is not was confirmed to another node, and this one would count it for
    /// ever.
    /// </summary>
    public void Keep(IReadOnlyCollection<long> asked, IReadOnlyCollection<long> found)
    {
        foreach (var id in asked.Except(found))
        {
            Forget(id);
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
        if (Forget(id) is { IsPublic: false, Number: var number })
        {
            var newest = Interlocked.Read(ref _newestConfirmed);
            while (newest < number)
            {
                var found = Interlocked.CompareExchange(ref _newestConfirmed, number, newest);
                newest = found == newest ? number : found;
            }
        }

        _confirmed.Enqueue(id);
    }

    private bool Track(Envelope envelope, bool isLeftover, Carried[] carried)
    {
        if (carried.Length > 0 && Interlocked.Add(ref _carried, carried.Length) > options.RepeatsMax)
        {
            Interlocked.Add(ref _carried, -carried.Length);
            carried = [];
        }

        var number = Interlocked.Increment(ref _numbered);
        var waiting = new Waiting(envelope.IsPublic, isLeftover, time.UptimeMs, number, carried);
        return _unconfirmed.TryAdd(envelope.Id, waiting);
    }

    private Waiting? Forget(long id)
    {
        if (!_unconfirmed.TryRemove(id, out var waiting))
        {
            return null;
        }

        Interlocked.Add(ref _carried, -waiting.Carried.Length);
        return waiting;
    }

    private HashSet<Carried> Held(long confirmed, ref long oldest)
    {
        HashSet<Carried> held = [];
        foreach (var (_, waiting) in _unconfirmed)
        {
            if (waiting.Number > confirmed && waiting.Carried.Length > 0)
            {
                held.UnionWith(waiting.Carried);
                oldest = Math.Min(oldest, waiting.Since);
            }
        }

        return held;
    }

    private async ValueTask<Envelope> SealAsync(
        Role to, int partition, long now, List<byte[]> bodies, CancellationToken cancellation)
    {
        var bytes = MessageCodec.Wrap(bodies, options.Shop);
        _turns.Sent(to, bytes.Length);
        return new Envelope(await ids.NextAsync(cancellation), to, partition, now, bytes);
    }

    // Answers go where the request's client waits; everything else to the partition with the turn.
    private int PartitionOf(Message message)
    {
        var partitions = log!.PartitionsOf(message.To);
        return message.ExpectedAt is { } expected
            ? (int)((uint)expected % (uint)partitions)
            : _turns.PartitionFor(message.To, partitions, time.UptimeMs);
    }

    private sealed record Waiting(bool IsPublic, bool IsLeftover, long Since, long Number, Carried[] Carried);
}
