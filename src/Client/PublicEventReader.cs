using System.Globalization;
using System.Text.Json;

namespace Cartwright.Client;

/// <summary>
/// Reads public events and drops repetitions and old ones, so that each order's state only moves forward. It takes the
/// values of records (CloudEvents 1.0 in structured mode) and needs no client of Kafka. Not safe for concurrent use:
/// give each consumer a reader of its own, because one partition has all events of an order.
/// </summary>
/// <remarks>
/// Its memory ends with the process. A consumer that stores the last <see cref="PublicOrderEvent.Sequence"/> of each
/// order with its own data passes it to <see cref="RememberSequence"/> after a start, and has each event applied once.
/// </remarks>
public sealed class PublicEventReader
{
    private readonly int _ordersMax;
    private readonly Dictionary<string, LinkedListNode<(string OrderId, long Sequence)>> _nodes = [];
    private readonly LinkedList<(string OrderId, long Sequence)> _latest = [];

    /// <summary>A reader that remembers the orders of the latest events.</summary>
    /// <param name="ordersMax">
    /// The number of orders to remember. An event of a forgotten order counts as new, so the number should exceed the
    /// orders between an event and its latest repetition.
    /// </param>
    public PublicEventReader(int ordersMax = 1_000_000)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(ordersMax, 1);
        _ordersMax = ordersMax;
    }

    /// <summary>
    /// Reads an event and applies it, unless it is a repetition or older than the last applied one of its order. It
    /// counts as applied once <paramref name="apply"/> has returned: after an exception the same record can come again.
    /// </summary>
    /// <param name="value">The value of the record.</param>
    /// <param name="apply">Applies a new event.</param>
    /// <param name="cancellation">Is passed on.</param>
    /// <returns>Whether the event was new.</returns>
    /// <exception cref="InvalidDataException">The value is no public event of an order.</exception>
    public async Task<bool> ApplyEventAsync(
        ReadOnlyMemory<byte> value,
        Func<PublicOrderEvent, CancellationToken, Task> apply,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(apply);
        var happened = ReadEvent(value.Span);
        if (!IsNew(happened))
        {
            return false;
        }

        await apply(happened, cancellation).ConfigureAwait(false);
        RememberSequence(happened.OrderId, happened.Sequence);
        return true;
    }

    /// <summary>Whether an event is newer than the last applied one of its order.</summary>
    /// <param name="happened">The event.</param>
    public bool IsNew(PublicOrderEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        return !_nodes.TryGetValue(happened.OrderId, out var node) || happened.Sequence > node.Value.Sequence;
    }

    /// <summary>
    /// Notes that an event of an order is applied. A smaller sequence than the noted one changes nothing.
    /// </summary>
    /// <param name="orderId">The order.</param>
    /// <param name="sequence">The event's sequence.</param>
    public void RememberSequence(string orderId, long sequence)
    {
        ArgumentException.ThrowIfNullOrEmpty(orderId);
        if (_nodes.Remove(orderId, out var known))
        {
            _latest.Remove(known);
            sequence = Math.Max(sequence, known.Value.Sequence);
        }
        else if (_nodes.Count == _ordersMax)
        {
            _nodes.Remove(_latest.First!.Value.OrderId);
            _latest.RemoveFirst();
        }

        _nodes[orderId] = _latest.AddLast((orderId, sequence));
    }

    /// <summary>Reads the value of a record.</summary>
    /// <param name="value">The value: one CloudEvent as JSON.</param>
    /// <exception cref="InvalidDataException">It is no public event of an order.</exception>
    public static PublicOrderEvent ReadEvent(ReadOnlySpan<byte> value)
    {
        try
        {
            return JsonSerializer.Deserialize(value, ClientJson.Default.EventBody) is { SpecVersion: "1.0" } body
                && long.TryParse(body.Sequence, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
                ? body.ToEvent(sequence)
                : throw new InvalidDataException("A record is no CloudEvent 1.0 with a sequence.");
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"A record is no public event of an order: {fault.Message}", fault);
        }
    }
}
