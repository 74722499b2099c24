using Cartwright.Domain;
using Cartwright.Domain.Payments;
using Cartwright.Engine.Codec;
using Cartwright.Engine.Ports;
using Cartwright.Engine.Tests.Support;
using Cartwright.Kernel;

namespace Cartwright.Engine.Tests.Support;

/// <summary>A log with the test as its broker: the test sees the sent envelopes, confirms them, and delivers.</summary>
internal sealed class MemoryLog(int partitions) : ILog
{
    private readonly Dictionary<Role, ILogReceiver> _receivers = [];
    private readonly List<(Envelope Envelope, Action<long> Confirmed)> _sent = [];

    public List<(Role Role, int Partition, long Offset)> Advanced { get; } = [];

    public IReadOnlyList<Envelope> Sent => [.. _sent.Select(entry => entry.Envelope)];

    public IEnumerable<Message> SentMessages => Sent.SelectMany(MessagesOf);

    /// <summary>The attempts of the sent holds; fails if another message was sent.</summary>
    public IEnumerable<Attempt> SentHolds => SentMessages.Cast<HoldCredit>().Select(hold => hold.Attempt);

    public int PartitionsOf(Role role) => partitions;

    public void Subscribe(Role role, ILogReceiver receiver) => _receivers.Add(role, receiver);

    public void Send(Envelope envelope, Action<long> confirmed) => _sent.Add((envelope, confirmed));

    public void Advance(Role role, int partition, long offset) => Advanced.Add((role, partition, offset));

    public static IEnumerable<Message> MessagesOf(Envelope envelope) =>
        Wire.Messages.Unwrap(envelope.Bytes, envelope.To).Select(decoded => decoded.Message!);

    public void ConfirmAll() => Confirm(_ => true);

    /// <summary>Confirms some of the sent envelopes, and forgets them.</summary>
    public void Confirm(Predicate<Envelope> isTaken)
    {
        foreach (var (envelope, confirmed) in _sent.Where(entry => isTaken(entry.Envelope)))
        {
            confirmed(envelope.Id);
        }

        _sent.RemoveAll(entry => isTaken(entry.Envelope));
    }

    public void Gain(Role role, params int[] numbers)
    {
        foreach (var number in numbers)
        {
            _receivers[role].Gained(number);
        }
    }

    public void Lose(Role role, int partition) => _receivers[role].Lost(partition);

    public bool Deliver(Role role, int partition, long offset, ReadOnlyMemory<byte> bytes) =>
        _receivers[role].Received(partition, offset, bytes);

    public bool Deliver(int partition, long offset, params Message[] messages) =>
        Deliver(messages[0].To, partition, offset, MessageCodec.Wrap([.. messages.Select(Wire.Messages.Encode)]));
}
