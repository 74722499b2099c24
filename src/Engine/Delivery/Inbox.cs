using System.Collections.Concurrent;
using Cartwright.Engine.Codec;
using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Ports;
using Cartwright.Engine.Queues;
using Cartwright.Kernel;

namespace Cartwright.Engine.Delivery;

/// <summary>
/// The records that the log delivers to one service of this node. A record's offset moves on only after the commit of
/// all its messages; a repeated record is harmless, because answers repeat.
/// </summary>
internal sealed class Inbox(Role role, Intake intake, ILog log, MessageCodec codec, ShopId? shop) : ILogReceiver
{
    private readonly ConcurrentDictionary<int, InboxPartition> _partitions = new();

    public Role Role => role;

    /// <summary>The partitions that this node reads now, in order.</summary>
    public IReadOnlyList<int> Partitions { get; private set; } = [];

    public bool Received(int partition, long offset, ReadOnlyMemory<byte> bytes)
    {
        if (!_partitions.TryGetValue(partition, out var inbox))
        {
            return true;
        }

        var messages = codec.Unwrap(bytes, role, shop);
        var receipt = new Receipt(inbox, offset, Math.Max(messages.Count, 1));
        var origin = $"{role} inbox, partition {partition}, offset {offset}";
        List<Work> works =
        [
            .. messages.Select(decoded => new Work
            {
                Message = decoded.Message ?? Parking.ParkUnreadable(decoded, role, origin),
                Origin = origin,
                Receipt = receipt,
                Traceparent = decoded.Traceparent,
            }),
        ];
        inbox.Began(offset);
        if (works.Count == 0)
        {
            receipt.Confirm();
            return true;
        }

        return intake.TryAddMessages(works);
    }

    public void Gained(int partition)
    {
        _partitions[partition] = new InboxPartition(log, role, partition);
        Partitions = [.. _partitions.Keys.Order()];
    }

    public void Lost(int partition)
    {
        if (_partitions.TryRemove(partition, out var inbox))
        {
            Partitions = [.. _partitions.Keys.Order()];
            inbox.Lose();
        }
    }
}
