using System.Net;
using Cartwright.Kernel;
using Cartwright.Shop;
using Cartwright.Shop.Options;
using Cartwright.Web;
using Cartwright.Web.Access;
using Cartwright.Web.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cartwright.Cli.Tests.Postgres;

/// <summary>The readiness of a node that reads a partition of its inbox, and of a node that reads none.</summary>
public sealed class ReadinessTests(ServicesServer server) : IClassFixture<ServicesServer>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("order", HttpStatusCode.ServiceUnavailable)]
    [InlineData("stock", HttpStatusCode.OK)]
    public async Task A_node_without_a_partition_is_ready_and_an_order_node_says_what_it_lacks(
        string name, HttpStatusCode without)
    {
        var role = new Role(name);
        await server.PrepareAsync();
        var log = new SilentLog(gains: false);
        await using var store = await server.OpenAsync(role);
        await using var engine = new ShopNode(
            [ServicesServer.ServiceOf(role)],
            store,
            store.Ids,
            log,
            new NodeOptions { DecidesLocally = false, Receivers = ShopServices.Roles },
            TimeProvider.System,
            NullLogger.Instance);
        await engine.Engine.StartAsync(Stop);
        await using var web = ShopServer.CreateServer(
            new Dictionary<Role, ShopNode> { [role] = engine },
            new ShopOptions { Url = "http://127.0.0.1:0" },
            AccessControl.Open,
            logging => logging.SetMinimumLevel(LogLevel.None));
        await web.StartAsync(Stop);

        Assert.Equal((HttpStatusCode.OK, without), (await AskAsync(web, "ready"), await AskAsync(web, "log")));
        log.Gain();
        Assert.Equal(HttpStatusCode.OK, await AskAsync(web, "log"));
        log.Lose();
        Assert.Equal((HttpStatusCode.OK, without), (await AskAsync(web, "ready"), await AskAsync(web, "log")));
        await web.StopAsync();
    }

    private static async Task<HttpStatusCode> AskAsync(WebServer web, string what)
    {
        using var client = new HttpClient { BaseAddress = new Uri(web.Url) };
        using var answer = await client.GetAsync(new Uri($"/healthz/{what}", UriKind.Relative), Stop);
        return answer.StatusCode;
    }
}
