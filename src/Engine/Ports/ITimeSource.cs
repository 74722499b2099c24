namespace Cartwright.Engine.Ports;

/// <summary>The clock that all nodes of one service share: that of their database.</summary>
public interface ITimeSource
{
    /// <summary>Reads it once.</summary>
    /// <param name="clock">The clock of this machine: when the question left, and when the answer came.</param>
    /// <param name="cancellation">Gives the reading up.</param>
    /// <exception cref="TransientFault">The database does not answer.</exception>
    ValueTask<TimeReading> ReadTimeAsync(TimeProvider clock, CancellationToken cancellation);
}

/// <summary>The time of a shared clock at some moment between a request and its answer.</summary>
/// <param name="AskedAt">When the request left, as a timestamp of this machine's <see cref="TimeProvider"/>.</param>
/// <param name="AnsweredAt">When the answer came, likewise.</param>
/// <param name="Us">The time that the clock showed, in microseconds since 1970.</param>
public readonly record struct TimeReading(long AskedAt, long AnsweredAt, long Us);
