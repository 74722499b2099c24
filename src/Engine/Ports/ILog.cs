using Cartwright.Kernel;

namespace Cartwright.Engine.Ports;

/// <summary>
/// The log between nodes: for each service an inbox in partitions, each read by one node of that service at a time.
/// Records may come twice, late, and not at all; nothing rests on their order.
/// </summary>
public interface ILog
{
    /// <summary>How many partitions a service's inbox has.</summary>
    int PartitionsOf(Role role);

    /// <summary>
    /// Begins to read the inbox of a service as one of its nodes. The receiver is called one call at a time for
    /// each partition, and must not block.
    /// </summary>
    void Subscribe(Role role, ILogReceiver receiver);

    /// <summary>
    /// Sends an envelope. It comes back at once; <paramref name="confirmed"/> is called with the envelope's id when
    /// the log has it for good, possibly much later, possibly never. One of public events becomes a record for each
    /// event, and is confirmed when the log has them all.
    /// </summary>
    void Send(Envelope envelope, Action<long> confirmed);

    /// <summary>
    /// Everything before this offset is done: it need not be delivered again. It is the offset of a record, plus one.
    /// </summary>
    void Advance(Role role, int partition, long offset);
}

/// <summary>Receives the records that the log delivers to one node.</summary>
public interface ILogReceiver
{
    /// <summary>
    /// A record has come. False: there is no room; the log keeps it, pauses the partition and offers it again.
    /// </summary>
    bool Received(int partition, long offset, ReadOnlyMemory<byte> bytes);

    /// <summary>This node reads the partition from now on.</summary>
    void Gained(int partition);

    /// <summary>Another node may read the partition already: uncommitted messages from it are dropped.</summary>
    void Lost(int partition);
}
