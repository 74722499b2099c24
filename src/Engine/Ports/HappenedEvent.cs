using System.Globalization;
using Cartwright.Kernel;

namespace Cartwright.Engine.Ports;

/// <summary>A public event and its place among all events of its row.</summary>
/// <param name="Event">The event.</param>
/// <param name="Before">The row's state before it; null where the row is new.</param>
/// <param name="Version">The version of the row that the same transaction writes.</param>
/// <param name="Place">How many events of the row the same transaction has before it.</param>
/// <param name="Traceparent">The W3C trace context of the event's cause; null without a trace.</param>
public readonly record struct HappenedEvent(
    PublicEvent Event, object? Before, long Version, int Place, string? Traceparent = null)
{
    private const int PlacesMax = 1_000;

    /// <summary>
    /// Grows from event to event of one row, as text and as a number, without being contiguous: a row has a new
    /// version for other reasons too, and the numbers of attempts do not grow, because each node has its own block.
    /// </summary>
    public string Sequence => checked((Version * PlacesMax) + Place).ToString("D18", CultureInfo.InvariantCulture);
}
