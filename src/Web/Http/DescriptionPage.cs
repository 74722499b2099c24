using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Scalar.AspNetCore;

namespace Cartwright.Web.Http;

/// <summary>
/// The page that shows the OpenAPI document to people. All of it comes from this server: it has no fonts and no links
/// of the page's makers, and its content security policy lets a browser load nothing from elsewhere.
/// </summary>
internal static class DescriptionPage
{
    /// <summary>The path of the document.</summary>
    public const string DocumentPath = "/openapi/v1.json";

    private const string PagePath = "/scalar";
    private const int NonceBytes = 16;

    // The fonts of the system, and nothing of the services that the makers of the page sell.
    private const string Style =
        """
        :root { --scalar-font: system-ui, sans-serif; --scalar-font-code: ui-monospace, monospace; }
        a[href*="scalar.com"] { display: none; }
        """;

    public static IEndpointConventionBuilder MapPage(IEndpointRouteBuilder routes) =>
        routes.MapScalarApiReference(PagePath, DescribePage);

    private static void DescribePage(ScalarOptions page, HttpContext http)
    {
        var nonce = Convert.ToHexString(RandomNumberGenerator.GetBytes(NonceBytes));
        http.Response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; "
            + "connect-src 'self'; img-src 'self' data:; font-src 'self' data:; base-uri 'none'; form-action 'none'; "
            + "frame-ancestors 'none'";
        page.Nonce = nonce;
        page.Title = "Cartwright";
        page.OpenApiRoutePattern = DocumentPath;
        page.DefaultFonts = false;
        page.Telemetry = false;
        page.HideClientButton = true;
        page.ShowDeveloperTools = DeveloperToolsVisibility.Never;
        page.Agent = new ScalarAgentOptions { Disabled = true };
        page.Mcp = new ScalarMcpOptions { Disabled = true };
        page.CustomCss = Style;
    }
}
