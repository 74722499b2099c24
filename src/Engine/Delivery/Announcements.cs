using Cartwright.Engine.Codec;
using Cartwright.Engine.Ports;

namespace Cartwright.Engine.Delivery;

/// <summary>
/// Puts the public events of a batch into envelopes for each service, committed with the batch. They stand before the
/// batch's messages: their consequences, such as an order's next event, are sent after them.
/// </summary>
internal sealed class Announcements(IWireFormat format, IdSource ids, int bytesMax)
{
    public async ValueTask PackAsync(
        IReadOnlyList<HappenedEvent> events, long now, List<Envelope> envelopes, CancellationToken cancellation)
    {
        foreach (var group in events.GroupBy(happened => happened.Event.From))
        {
            var bodies = format.EncodeEach([.. group]);
            foreach (var portion in Envelope.Split(bodies, PublicRecords.WrapBytes, bytesMax))
            {
                var id = await ids.NextAsync(cancellation);
                envelopes.Add(new Envelope(id, group.Key, Envelope.Public, now, PublicRecords.Wrap(portion)));
            }
        }
    }
}
