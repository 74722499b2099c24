using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Cartwright.Web.Http;

/// <summary>
/// No request of this interface needs a body. One that comes all the same is read to its end before anything is done:
/// a request that is too large, broken or only half sent then has no effect.
/// </summary>
internal static class Bodies
{
    public static Task SkipBodyAsync(HttpContext http, RequestDelegate next, int bytesMax)
    {
        if (http.Request.ContentLength > bytesMax)
        {
            throw new ProblemException(ProblemCodes.BodyTooLarge, "No request of this interface needs a body.");
        }

        var hasBody = http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true };
        return hasBody ? DiscardBodyAsync(http, next) : next(http);
    }

    private static async Task DiscardBodyAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            await http.Request.Body.CopyToAsync(Stream.Null, http.RequestAborted);
        }
        catch (IOException gone) when (gone is not BadHttpRequestException)
        {
            http.Abort();
            return;
        }

        await next(http);
    }
}
