using System.Globalization;

namespace Cartwright.AdminConsole.Shown;

/// <summary>Numbers and times as the pages show them.</summary>
internal static class Amounts
{
    /// <summary>The text of a value that is not known.</summary>
    public const string Unknown = "–";

    private const string MomentFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>A whole number, with its thousands apart.</summary>
    public static string CountText(double? count) => count is { } known
        ? known.ToString("#,0", CultureInfo.InvariantCulture)
        : Unknown;

    /// <summary>A number a second.</summary>
    public static string RateText(double? rate) => rate switch
    {
        null => Unknown,
        > 0 and < 10 => rate.Value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => CountText(rate),
    };

    /// <summary>A duration of milliseconds, to two or three digits.</summary>
    public static string DurationText(double? ms) => ms switch
    {
        null => Unknown,
        <= 0 => "0 s",
        < 10 => string.Create(CultureInfo.InvariantCulture, $"{ms:0.0} ms"),
        < 1_000 => string.Create(CultureInfo.InvariantCulture, $"{ms:0} ms"),
        < 10_000 => string.Create(CultureInfo.InvariantCulture, $"{ms / 1_000:0.0} s"),
        < 120_000 => string.Create(CultureInfo.InvariantCulture, $"{ms / 1_000:0} s"),
        < 7_200_000 => string.Create(CultureInfo.InvariantCulture, $"{ms / 60_000:0} min"),
        < 172_800_000 => string.Create(CultureInfo.InvariantCulture, $"{ms / 3_600_000:0} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{ms / 86_400_000:0} d"),
    };

    /// <summary>A moment of milliseconds since 1970, as a time of the day.</summary>
    public static string ClockText(long at) => IsOfTheCalendar(at)
        ? DateTimeOffset.FromUnixTimeMilliseconds(at).ToString("HH:mm:ss", CultureInfo.InvariantCulture) + " UTC"
        : MomentText(at);

    /// <summary>A moment of milliseconds since 1970, as date and time.</summary>
    public static string MomentText(long at) => IsOfTheCalendar(at)
        ? DateTimeOffset.FromUnixTimeMilliseconds(at).ToString(MomentFormat, CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{at} ms");

    // A time out of a row can be any number.
    private static bool IsOfTheCalendar(long at) => at is >= 0 and < 253_402_300_800_000;
}
