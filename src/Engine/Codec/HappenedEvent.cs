using System.Globalization;
using Cartwright.Domain.Orders;

namespace Cartwright.Engine.Codec;

/// <summary>An event and its place among all events of its order.</summary>
/// <param name="Event">What has happened.</param>
/// <param name="Version">The version of the order's row that the same transaction writes.</param>
/// <param name="Place">How many events of the order the same transaction has before it.</param>
/// <param name="Traceparent">The W3C trace context of what caused it; null where nobody traces that.</param>
internal readonly record struct HappenedEvent(OrderEvent Event, long Version, int Place, string? Traceparent = null)
{
    private const int PlacesMax = 1_000;

    /// <summary>
    /// Grows from event to event of one order, as text and as a number, without being contiguous: a row has a new
    /// version for other reasons too, and the numbers of attempts do not grow, because each node has its own block.
    /// </summary>
    public string Sequence => checked((Version * PlacesMax) + Place).ToString("D18", CultureInfo.InvariantCulture);
}
