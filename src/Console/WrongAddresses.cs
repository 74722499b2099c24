using Cartwright.AdminConsole.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cartwright.AdminConsole;

/// <summary>Answers a browser that asks for a page that does not exist. A program gets a problem document.</summary>
internal static class WrongAddresses
{
    private static readonly PathString[] _ofPrograms = ["/admin", "/openapi", "/healthz", "/_framework", "/_blazor"];

    public static async Task ShowPageAsync(HttpContext http, RequestDelegate next)
    {
        await next(http);
        if (http.Response is { StatusCode: StatusCodes.Status404NotFound, HasStarted: false, ContentType: null }
            && HttpMethods.IsGet(http.Request.Method)
            && !_ofPrograms.Any(path => http.Request.Path.StartsWithSegments(path))
            && http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
        {
            var page = new RazorComponentResult<App> { StatusCode = StatusCodes.Status404NotFound };
            await page.ExecuteAsync(http);
        }
    }
}
