using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Scalar.AspNetCore;

namespace Cartwright.Web.Http;

/// <summary>The page that shows the OpenAPI document to people.</summary>
internal static class DescriptionPage
{
    /// <summary>The path of the document.</summary>
    public const string DocumentPath = "/openapi/v1.json";

    private const string PagePath = "/scalar";

    public static IEndpointConventionBuilder MapPage(IEndpointRouteBuilder routes) =>
        routes.MapScalarApiReference(PagePath);
}
