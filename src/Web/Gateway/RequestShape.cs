using Cartwright.Web.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using Yarp.ReverseProxy.Transforms;

namespace Cartwright.Web.Gateway;

/// <summary>The changes that a gateway makes to a request before it passes it on.</summary>
internal static class RequestShape
{
    /// <summary>Adds the changes before the proxy's own.</summary>
    public static void UseShape(WebApplication app, int bodyBytesMax)
    {
        app.Use((HttpContext http, RequestDelegate next) => CutStreamsAsync(http, next, app.Lifetime));
        app.Use((HttpContext http, RequestDelegate next) => Bodies.SkipBodyAsync(http, next, bodyBytesMax));
        app.Use((HttpContext http, RequestDelegate next) => SendNoBodyAsync(http, next));
        app.Use((HttpContext http, RequestDelegate next) => SendOneKeyAsync(http, next));
    }

    // A stream of events that has begun may have minutes to go, and a gateway that stops waits for requests. Its client
    // reconnects by itself, to another gateway, with the id of the last event it has received.
    private static async Task CutStreamsAsync(HttpContext http, RequestDelegate next, IHostApplicationLifetime lifetime)
    {
        using var cut = http.Request.Path.StartsWithSegments(StreamSlots.Path, StringComparison.OrdinalIgnoreCase)
            ? lifetime.ApplicationStopping.Register(http.Abort)
            : default;
        await next(http);
    }

    // No request needs a body; a received body was read to its end. An empty one is sent in its place. The HTTP client
    // resends a request without a body by itself when its connection ends before the first byte of an answer, although
    // the first request may have been served. It does not resend one with a body that was begun, even an empty one.
    private static Task SendNoBodyAsync(HttpContext http, RequestDelegate next)
    {
        var hadBody = http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true };
        if (hadBody || !HttpMethods.IsGet(http.Request.Method))
        {
            http.Request.Body = Stream.Null;
            http.Request.Headers.TransferEncoding = default;
            http.Request.Headers.Expect = default;
            http.Request.ContentLength = 0;
        }

        // No node upgrades a connection, and the forwarder would make a GET of a request that asks for it.
        http.Request.Headers.Upgrade = default;
        return next(http);
    }

    // The client underneath would join two keys to one. An empty one is rejected by a node exactly where two are.
    private static Task SendOneKeyAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Headers[IdempotencyKeys.Header].Count > 1)
        {
            http.Request.Headers[IdempotencyKeys.Header] = string.Empty;
        }

        return next(http);
    }

    // Where a browser sent it from is judged here. To a node on the loopback the gateway's own host would be a foreign
    // origin.
    public static ValueTask HideBrowserAsync(RequestTransformContext context)
    {
        context.ProxyRequest.Headers.Remove("Origin");
        context.ProxyRequest.Headers.Remove("Sec-Fetch-Site");
        return ValueTask.CompletedTask;
    }
}
