using Cartwright.Web.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Cartwright.Web.Access;

/// <summary>
/// Guards a server that only this machine can reach against the web pages in this machine's browsers. A page can send
/// requests to the loopback, which the browser marks with its site; or it can give its own name the loopback's address
/// (DNS rebinding), and then its name stands in <c>Host</c>.
/// </summary>
internal static class LocalGuard
{
    private const string FetchSite = "Sec-Fetch-Site";

    /// <summary>Whether a server that listens there needs the guard: only this machine reaches it.</summary>
    public static bool IsNeeded(string url) => Loopback.IsHost(new Uri(url).Host);

    /// <summary>Rejects requests that a page of another site can have sent.</summary>
    public static Task RejectStrangersAsync(HttpContext http, RequestDelegate next)
    {
        var host = http.Request.Headers.Host;

        // A request of HTTP/1.0 may have no host. No browser sends one.
        if (host.Count > 0 && !Loopback.IsHost(new HostString(host.ToString()).Host))
        {
            return Problems.WriteProblemAsync(
                http, ProblemCodes.MisdirectedRequest, "This server is for its own machine: call it localhost.");
        }

        return IsFromAnotherSite(http.Request) ? RejectForeignAsync(http) : next(http);
    }

    /// <summary>Whether a browser marks the request as sent by a page of another site.</summary>
    public static bool IsFromAnotherSite(HttpRequest request) =>
        IsElsewhere(request.Headers[FetchSite]) || IsForeign(request.Headers.Origin, request.Headers.Host);

    /// <summary>Rejects a request of a page of another site.</summary>
    public static Task RejectForeignAsync(HttpContext http) => Problems.WriteProblemAsync(
        http, ProblemCodes.ForeignOrigin, "A page of another site sent this. Nothing was changed.");

    private static bool IsElsewhere(StringValues sites)
    {
        foreach (var site in sites)
        {
            if (string.Equals(site, "cross-site", StringComparison.OrdinalIgnoreCase)
                || string.Equals(site, "same-site", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    // An opaque origin, written null, is another one too.
    private static bool IsForeign(StringValues origins, StringValues host)
    {
        foreach (var origin in origins)
        {
            if (!Uri.TryCreate(origin, UriKind.Absolute, out var from)
                || !string.Equals(from.Authority, host.ToString(), StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
