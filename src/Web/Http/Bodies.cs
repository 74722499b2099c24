using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Cartwright.Web.Http;

/// <summary>
/// No request of this interface needs a body. One that comes is read to its end before anything is done, and thrown
/// away: a request that is too large, or breaks off in the middle, has changed nothing.
/// </summary>
internal static class Bodies
{
    /// <exception cref="ProblemException">The body says that it is larger than a body may be.</exception>
    /// <exception cref="BadHttpRequestException">It turns out to be, or it ends too early.</exception>
    public static Task DiscardAsync(HttpContext http, RequestDelegate next, long bytesMax)
    {
        if (http.Request.ContentLength > bytesMax)
        {
            throw new ProblemException(ProblemCodes.BodyTooLarge, Problems.BodyNotNeeded);
        }

        return http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true
            ? ReadAndGoOnAsync(http, next)
            : next(http);
    }

    private static async Task ReadAndGoOnAsync(HttpContext http, RequestDelegate next)
    {
        await http.Request.Body.CopyToAsync(Stream.Null, http.RequestAborted);
        await next(http);
    }
}
