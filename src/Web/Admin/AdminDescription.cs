using Cartwright.Admin;
using Cartwright.Web.Access;
using Cartwright.Web.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Cartwright.Web.Admin;

/// <summary>The OpenAPI document of an admin address.</summary>
internal static class AdminDescription
{
    private const string Path = "/openapi/admin-v1.json";

    /// <summary>Makes it of the mapped endpoints, with the names and the numbers that the answers have.</summary>
    public static void AddDocument(IServiceCollection services)
    {
        Description.AddDocument(
            services, "Cartwright admin", "The shop as an operator sees it. It needs the scope operate.");
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = AdminJson.Options.PropertyNamingPolicy;
            json.SerializerOptions.DefaultIgnoreCondition = AdminJson.Options.DefaultIgnoreCondition;
        });
    }

    /// <summary>Serves it.</summary>
    public static void MapDocument(IEndpointRouteBuilder routes) => 
        routes.MapOpenApi(Path).Allows(Scopes.Operate);
}
