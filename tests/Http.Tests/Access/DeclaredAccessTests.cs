using Cartwright.AdminConsole;
using Cartwright.Http.Tests.Local;
using Cartwright.Web;
using Cartwright.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Cartwright.Http.Tests.Access;

/// <summary>
/// Each endpoint of each server declares its scopes, or that it is for anybody; one without a declaration is refused.
/// </summary>
public sealed class DeclaredAccessTests
{
    private const string Undeclared = "/undeclared";

    private static readonly string[] ForAnybody =
    [
        "/healthz/live", "/healthz/log", "/healthz/ready", "/healthz/startup",
    ];

    [Fact]
    public async Task Every_endpoint_of_a_node_a_gateway_an_admin_address_and_one_for_probes_declares_it()
    {
        await using var shop = await LocalShop.StartAsync(new LocalShop.Plan());
        await using var gateway = await LocalGateway.StartAsync([shop.Url.ToString()]);
        await using var admin = await LocalAdmin.StartAsync(shop, change: WithConsole);

        await using var health = HealthServer.CreateServer("http://127.0.0.1:0", shop.Server, _ => { });

        Assert.Equal(4, health.Endpoints.Count());
        Assert.Empty(UndeclaredOf(health));
        Assert.Empty(UndeclaredOf(shop.Server));
        Assert.Empty(UndeclaredOf(gateway.Server));
        Assert.Empty(UndeclaredOf(admin.Server));
        var open = new[] { shop.Server, gateway.Server, admin.Server, health }.SelectMany(server => server.Endpoints)
            .Where(endpoint =>
                endpoint.Metadata.GetMetadata<AccessRule>() is { IsForAnybody: true, IsForwarded: false });
        Assert.Equal(ForAnybody, open.Select(PathOf).Distinct().Order(StringComparer.Ordinal));
        var forwarded = gateway.Server.Endpoints
            .Where(endpoint => endpoint.Metadata.GetMetadata<AccessRule>() is { IsForwarded: true })
            .Select(PathOf)
            .ToList();
        Assert.Superset(
            new HashSet<string>
            {
                "/orders/checkout/{order_id}", "/orders/{**rest}", "/payment/{**rest}", "/stock/{**rest}",
            },
            forwarded.ToHashSet());
        Assert.All(forwarded, path => Assert.Matches("^/(orders|payment|stock)/", path));
        Assert.Contains("/_blazor", admin.Server.Endpoints.Select(PathOf));
    }

    [Fact]
    public async Task One_without_a_declaration_is_found_and_refused()
    {
        using var keys = new KeyFile();
        var key = keys.Add("operator", [.. ScopeNames.OfKeys]);
        using var access = keys.Open();
        await using var shop = await LocalShop.StartAsync(new LocalShop.Plan());
        await using var admin = await LocalAdmin.StartAsync(shop, change: options => options with
        {
            Access = access,
            MapPages = (app, _) => app.MapGet(Undeclared, () => "secret"),
        });

        Assert.Equal([Undeclared], UndeclaredOf(admin.Server));
        using var http = new HttpClient { BaseAddress = new Uri(admin.Server.Url) };
        Assert.Equal(401, (int)(await GetAsync(http, key: null)).StatusCode);
        var refused = await GetAsync(http, key);
        Assert.Equal(403, (int)refused.StatusCode);
        Assert.Contains(
            "\"forbidden\"", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<HttpResponseMessage> GetAsync(HttpClient http, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Undeclared);
        if (key is not null)
        {
            request.Headers.Authorization = new("Bearer", key);
        }

        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static Web.Admin.AdminOptions WithConsole(Web.Admin.AdminOptions options) => options with
    {
        AddPages = builder => ConsolePages.AddConsole(builder.Services, parts: null),
        MapPages = ConsolePages.MapConsole,
    };

    private static IEnumerable<string> UndeclaredOf(WebServer server) => server.Endpoints
        .Where(endpoint => endpoint.Metadata.GetMetadata<AccessRule>() is null)
        .Select(PathOf);

    private static string PathOf(Microsoft.AspNetCore.Http.Endpoint endpoint) =>
        "/" + ((RouteEndpoint)endpoint).RoutePattern.RawText!.TrimStart('/');
}
