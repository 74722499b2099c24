using Microsoft.AspNetCore.Http;

namespace Cartwright.Web.Http;

/// <summary>
/// Rejects requests that the web server accepts, and that a proxy before it may understand differently: where the body
/// ends, or which method it is. Each makes one request of a client to two requests of the shop, or passes a rule of the
/// proxy that a plain request does not pass.
/// </summary>
internal static class AmbiguousRequests
{
    private const string Chunked = "chunked";

    // Kestrel's name for a length beside chunks, which it ignores; the connection would go on (RFC 9112, 6.1).
    private const string IgnoredLength = "X-Content-Length";

    private const string LineFeeds = "Microsoft.AspNetCore.Server.Kestrel.DisableHttp1LineFeedTerminators";

    /// <summary>Makes the web server reject lines without a CR. Call it before a server is made.</summary>
    public static void RejectBareLineFeeds() => AppContext.SetSwitch(LineFeeds, isEnabled: true);

    /// <summary>Rejects such a request, and ends its connection; lets all others pass.</summary>
    public static Task RejectAmbiguousAsync(HttpContext http, RequestDelegate next) =>
        http.Request.Headers.TransferEncoding.Count > 0 && !IsPlain(http.Request)
            ? Problems.WriteProblemAsync(
                http,
                ProblemCodes.BadRequest,
                "The end of the body is ambiguous: give it Content-Length, or Transfer-Encoding: chunked alone.")
        : HasSmallLetter(http.Request.Method)
            ? Problems.WriteProblemAsync(http, ProblemCodes.BadRequest, "The method is not in capital letters.")
        : HttpMethods.IsConnect(http.Request.Method) && http.Request.Path.HasValue
            ? Problems.WriteProblemAsync(http, ProblemCodes.BadRequest, "CONNECT is for a host, and not for a path.")
        : next(http);

    private static bool IsPlain(HttpRequest request) =>
        request.Headers.TransferEncoding is [{ } coding]
        && coding.Equals(Chunked, StringComparison.OrdinalIgnoreCase)
        && request.ContentLength is null
        && !request.Headers.ContainsKey(IgnoredLength)
        && !HttpProtocol.IsHttp10(request.Protocol);

    private static bool HasSmallLetter(string method)
    {
        foreach (var letter in method)
        {
            if (char.IsAsciiLetterLower(letter))
            {
                return true;
            }
        }

        return false;
    }
}
