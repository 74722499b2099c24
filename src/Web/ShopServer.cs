using Cartwright.Kernel;
using Cartwright.Shop;
using Cartwright.Web.Access;
using Cartwright.Web.Endpoints;
using Cartwright.Web.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Cartwright.Web;

/// <summary>The HTTP interface of one node. It does not own the engines: start those first, stop them last.</summary>
public static class ShopServer
{
    /// <summary>Makes a server; it does not listen yet.</summary>
    /// <param name="nodes">The node of each service; services in one database share one.</param>
    /// <param name="options">How to answer, and the bounds.</param>
    /// <param name="access">The callers that it knows.</param>
    /// <param name="logging">Where the log goes.</param>
    public static WebServer CreateServer(
        IReadOnlyDictionary<Role, ShopNode> nodes,
        ShopOptions options,
        AccessControl access,
        Action<ILoggingBuilder> logging)
    {
        var builder = BareHost.CreateBuilder(options, logging);
        var app = builder.Build();

        BareHost.UseAudit(app, access);
        app.Use((HttpContext http, RequestDelegate next) => Problems.GuardRequestAsync(http, next));
        BareHost.UseGuards(app, options);
        app.UseStatusCodePages(context => Problems.FillEmptyAsync(context.HttpContext));
        app.UseRouting();
        BareHost.UseAccess(app, access, options.Callers);
        app.Use((HttpContext http, RequestDelegate next) => Bodies.SkipBodyAsync(http, next, options.BodyBytesMax));
        MapServices(app, nodes, options);
        var server = new WebServer(app, TimeSpan.FromSeconds(options.LeaveSeconds));
        server.ServeHealth(routes => HealthEndpoints.MapHealth(
            routes, [.. nodes.Values.Distinct()], options.LogTrouble, server.Leaving));
        foreach (var page in ShopDocument.MapDocument(app))
        {
            page.Allows(Scopes.Operate);
        }
        return server;
    }

    private static void MapServices(
        WebApplication app, IReadOnlyDictionary<Role, ShopNode> nodes, ShopOptions options)
    {
        foreach (var (role, node) in nodes)
        {
            ServiceEndpoints.MapService(
                app,
                ShopServices.DefinitionOf(role),
                new EndpointContext(role, node, options, app.Lifetime.ApplicationStopping));
        }
    }
}
