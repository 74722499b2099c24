using System.Globalization;

namespace Cartwright.Kernel;

/// <summary>Times as people read them.</summary>
public static class TimeText
{
    private const long MsOfDay = 86_400_000;
    private static readonly DateOnly Epoch = new(1970, 1, 1);
    private const long LastMs = 253_402_300_799_999;

    /// <summary>
    /// A time in milliseconds since 1970 as date and time in UTC; one before that or after the year 9999 as it stands.
    /// </summary>
    public static string FormatUtc(long time) => Format(time, "HH:mm:ss");

    /// <summary>The same with milliseconds.</summary>
    public static string FormatUtcMs(long time) => Format(time, "HH:mm:ss.fff");

    private static string Format(long time, string clockFormat)
    {
        if (time is < 0 or > LastMs)
        {
            return $"{time} ms";
        }

        var date = Epoch.AddDays((int)(time / MsOfDay));
        var clock = new TimeOnly(time % MsOfDay * TimeSpan.TicksPerMillisecond)
            .ToString(clockFormat, CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{date:yyyy-MM-dd} {clock}Z");
    }
}
