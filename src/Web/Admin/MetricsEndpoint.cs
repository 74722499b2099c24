using Cartwright.Web.Access;
using Cartwright.Web.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cartwright.Web.Admin;

/// <summary>The path <c>/metrics</c>, which a Prometheus scrapes.</summary>
internal static class MetricsEndpoint
{
    private const string Format = "text/plain; version=0.0.4; charset=utf-8";

    private const string Example = """
        # HELP cartwright_checkouts_total Ended checkouts, by outcome and reason.
        # TYPE cartwright_checkouts_total counter
        cartwright_checkouts_total{cartwright_checkout_outcome="paid"} 41
        """;

    /// <summary>Maps it.</summary>
    public static void MapMetrics(IEndpointRouteBuilder routes, Func<string> readMetrics) =>
        routes.MapGet("/metrics", (HttpContext http) =>
            {
                http.Response.Headers.CacheControl = "no-store";
                return Results.Text(readMetrics(), Format);
            })
            .WithTags("nodes")
            .WithName("readMetrics")
            .WithSummary("The metrics of this process, in the text format of Prometheus.")
            .ProducesText("The metrics.", Example)
            .Allows(Scopes.Operate | Scopes.Observe)
            .RefusesStrangers();
}
