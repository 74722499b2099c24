using Cartwright.Engine.Ports;

namespace Cartwright.Engine.Delivery;

/// <summary>
/// Puts the public events of a batch into one envelope for each service, committed with the batch. It stands before the
/// batch's messages: their consequences, such as an order's next event, are sent after it.
/// </summary>
internal sealed class Announcements(IWireFormat format, IdSource ids)
{
    public async ValueTask PackAsync(
        IReadOnlyList<HappenedEvent> events, long now, List<Envelope> envelopes, CancellationToken cancellation)
    {
        foreach (var group in events.GroupBy(happened => happened.Event.From))
        {
            var id = await ids.NextAsync(cancellation);
            envelopes.Add(new Envelope(id, group.Key, Envelope.Public, now, format.Encode([.. group])));
        }
    }
}
