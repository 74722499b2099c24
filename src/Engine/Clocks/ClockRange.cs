using System.Globalization;
using Cartwright.Engine.Ports;

namespace Cartwright.Engine.Clocks;

/// <summary>
/// The times that a clock can show. Numbers of orders, items, users and attempts begin at the clock: numbers of a
/// broken one would meet those of <c>batch_init</c>, or be too large to be read, for as long as the database lives.
/// </summary>
public static class ClockRange
{
    /// <summary>2020-01-01, in milliseconds since 1970: no machine that runs this is older.</summary>
    public const long First = 1_577_836_800_000;

    /// <summary>2200-01-01, in milliseconds since 1970.</summary>
    public const long End = 7_258_118_400_000;

    /// <summary>Whether a time, in milliseconds since 1970, can be right.</summary>
    public static bool Has(long time) => time is >= First and < End;

    /// <summary>Rejects a clock that is broken.</summary>
    /// <param name="time">The time that it shows, in milliseconds since 1970.</param>
    /// <param name="whose">The clock's name, as the beginning of a sentence.</param>
    /// <exception cref="FatalFault"><c>broken-clock</c>.</exception>
    public static void Require(long time, string whose)
    {
        if (!Has(time))
        {
            var seconds = (time / 1_000).ToString(CultureInfo.InvariantCulture);
            throw new FatalFault(
                "broken-clock", $"{whose} is broken: it shows {seconds} seconds since 1970. Set it, and start again.");
        }
    }
}
