namespace Cartwright.Lab.Load;

/// <summary>Decides when the next request is due.</summary>
internal interface IPace
{
    /// <summary>Waits for the next request's turn.</summary>
    /// <returns>The intended time of sending in stopwatch ticks; <see cref="Over"/> when none will follow.</returns>
    ValueTask<long> NextAsync();

    /// <summary>Returned instead of a time when the phase has ended.</summary>
    const long Over = -1;
}
