using Cartwright.Domain;
using Cartwright.Engine.Codec;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Engine.Delivery;

/// <summary>
/// Puts the public events of a batch into one envelope, which is committed with the batch. It stands before the
/// batch's messages: what follows from those, such as an order's next event, is sent after it.
/// </summary>
internal sealed class Announcements(IdSource ids)
{
    public async ValueTask PackAsync(
        IReadOnlyList<HappenedEvent> events, long now, List<Envelope> envelopes, CancellationToken cancellation)
    {
        if (events.Count > 0)
        {
            var id = await ids.NextAsync(cancellation);
            envelopes.Add(new Envelope(id, Role.Order, Envelope.Public, now, EventCodec.Encode(events)));
        }
    }
}
