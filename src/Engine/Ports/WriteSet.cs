using Cartwright.Kernel;

namespace Cartwright.Engine.Ports;

/// <summary>One row to write.</summary>
/// <param name="Key">Which row.</param>
/// <param name="State">Its new state; null deletes it.</param>
/// <param name="Version">The version it was loaded with; 0 where it did not exist.</param>
public readonly record struct RowWrite(Key Key, object? State, long Version);

/// <summary>
/// The messages of one batch for one partition of one service's inbox, as one record of the log; or the public events
/// of one batch, each a record of its own.
/// </summary>
/// <param name="Id">Unique in its outbox.</param>
/// <param name="To">The service; of events, the one that publishes them.</param>
/// <param name="Partition">The partition of its inbox, or <see cref="Public"/>.</param>
/// <param name="At">When it was made, in milliseconds since 1970.</param>
/// <param name="Bytes">The record, or the events.</param>
public sealed record Envelope(long Id, Role To, int Partition, long At, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>
    /// Instead of a partition: public events. No inbox has so many partitions, and the outbox's table takes it.
    /// </summary>
    public const int Public = int.MaxValue;

    /// <summary>Whether it holds public events, see <see cref="Codec.PublicRecords"/>.</summary>
    public bool IsPublic => Partition == Public;

    /// <summary>
    /// Divides the contents of envelopes, in their order, so that each envelope is at most so large. One body that is
    /// larger by itself gets an envelope of its own.
    /// </summary>
    /// <param name="bodies">The contents, encoded one by one.</param>
    /// <param name="wrapBytes">The bytes of an envelope around its contents.</param>
    /// <param name="bytesMax">The largest envelope.</param>
    internal static IEnumerable<List<byte[]>> Split(IReadOnlyList<byte[]> bodies, int wrapBytes, int bytesMax)
    {
        List<byte[]> portion = [];
        var bytes = wrapBytes;
        foreach (var body in bodies)
        {
            if (portion.Count > 0 && bytes + body.Length > bytesMax)
            {
                yield return portion;
                (portion, bytes) = ([], wrapBytes);
            }

            portion.Add(body);

            // With its separator.
            bytes += body.Length + 1;
        }

        if (portion.Count > 0)
        {
            yield return portion;
        }
    }
}

/// <summary>Everything that one batch commits, in one transaction.</summary>
public sealed class WriteSet
{
    /// <summary>The changed rows, in the order of their keys; each key stands here once.</summary>
    public List<RowWrite> Rows { get; } = [];

    /// <summary>
    /// Rows that the batch has found missing, of tables that guard that: where one is there by now, the commit is a
    /// conflict. A store whose batches run one after the other, loads included, need not look.
    /// </summary>
    public List<Key> Missing { get; } = [];

    /// <summary>Envelopes to store in the outbox.</summary>
    public List<Envelope> Outbox { get; } = [];

    /// <summary>Envelopes that the log has confirmed: they leave the outbox.</summary>
    public List<long> Confirmed { get; } = [];

    public bool IsEmpty => Rows.Count == 0 && Outbox.Count == 0 && Confirmed.Count == 0;
}
