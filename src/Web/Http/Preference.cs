using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Cartwright.Web.Http;

/// <summary>
/// How a checkout or a cancel is to be answered: at once, or with its outcome (RFC 7240: <c>wait</c>,
/// <c>respond-async</c>). A preference that cannot be understood is ignored, as the RFC requires.
/// </summary>
/// <param name="Wait">How long to wait for the outcome; null: do not.</param>
/// <param name="Applied">The value of Preference-Applied; null where the server's own way was used.</param>
internal readonly record struct Preference(TimeSpan? Wait, string? Applied)
{
    public static Preference FromRequest(HttpRequest request, ShopOptions options)
    {
        var wait = options.RepliesFinal ? TimeSpan.FromSeconds(options.WaitSeconds) : (TimeSpan?)null;
        if (request.Headers["Prefer"].Count == 0)
        {
            return new Preference(wait, null);
        }

        var preference = new Preference(wait, null);
        var hasWait = false;
        foreach (var token in request.Headers.GetCommaSeparatedValues("Prefer"))
        {
            var text = token.Split(';')[0].Trim();
            if (text.Equals("respond-async", StringComparison.OrdinalIgnoreCase) && preference.Applied is null)
            {
                preference = new Preference(null, "respond-async");
            }
            else if (!hasWait && SecondsOf(text, options.WaitSecondsMax) is { } seconds)
            {
                // Of a preference that is given twice, the RFC has the first one count.
                hasWait = true;
                preference = new Preference(TimeSpan.FromSeconds(seconds), $"wait={seconds}");
            }
        }

        return preference;
    }

    // A number of any length is a number: one that exceeds every type is above the maximum too.
    private static int? SecondsOf(string text, int max)
    {
        var parts = text.Split('=', 2);
        if (parts.Length < 2 || !parts[0].Trim().Equals("wait", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var digits = parts[1].Trim().Trim('"');
        if (digits.Length == 0 || digits.AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            return null;
        }

        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? Math.Min(seconds, max)
            : max;
    }
}
