using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Cartwright.Web.Http;

/// <summary>
/// How a checkout or a cancel is to be answered: at once, or with its outcome (RFC 7240: <c>wait</c>,
/// <c>respond-async</c>). What cannot be understood is ignored, as the RFC asks.
/// </summary>
/// <param name="Wait">How long to wait for the outcome; null: do not.</param>
/// <param name="Applied">What to say in Preference-Applied; null where the server's own way was used.</param>
internal readonly record struct Preference(TimeSpan? Wait, string? Applied)
{
    public static Preference Of(HttpRequest request, ShopOptions options)
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
            else if (!hasWait && SecondsOf(text) is { } seconds)
            {
                // Of a preference that is given twice, the RFC has the first one count.
                hasWait = true;
                var bounded = Math.Min(seconds, options.WaitSecondsMax);
                preference = new Preference(TimeSpan.FromSeconds(bounded), $"wait={bounded}");
            }
        }

        return preference;
    }

    private static int? SecondsOf(string text)
    {
        var parts = text.Split('=', 2);
        return parts.Length == 2
            && parts[0].Trim().Equals("wait", StringComparison.OrdinalIgnoreCase)
            && int.TryParse(parts[1].Trim().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? seconds
            : null;
    }
}
