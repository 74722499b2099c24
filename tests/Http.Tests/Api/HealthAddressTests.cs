using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Cartwright.Http.Tests.Local;
using Cartwright.Http.Tests.Server;
using Cartwright.Web;

namespace Cartwright.Http.Tests.Api;

/// <summary>
/// The address for probes: it answers for the health of its process, for nothing else, and has connections of its own.
/// </summary>
public sealed class HealthAddressTests
{
    private const string AnyPort = "http://127.0.0.1:0";

    // A server with as many descriptors has fewer connections than the first crowd. Each address gets three quarters of
    // those that are free, so that the next crowds can be smaller.
    private const int Limit = 1_024;
    private static readonly int[] Crowds = [700, 250, 100, 60, 40, 40, 40];

    // Twice as many as are admitted beyond the bound for one answer.
    private const int Askers = 64;

    private const string Live = "GET /healthz/live HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private const string Ready = "GET /healthz/ready HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private const string Create = "POST /payment/create_user HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n";

    private static readonly string[] Paths = ["/healthz/live", "/healthz/startup", "/healthz/ready", "/healthz/log"];

    [Fact]
    public async Task It_answers_for_health_as_the_public_address_does_and_for_nothing_else()
    {
        using var folder = new DataFolder();
        await using var shop = await ServerProcess.StartAsync(
            "--urls", AnyPort, "--health-urls", AnyPort, "--data", folder.Path);
        await MustAnswerForHealthAloneAsync(shop);
    }

    [Fact]
    public async Task So_does_that_of_a_gateway()
    {
        var nodes = Nowhere.Address;
        await using var gateway = await ServerProcess.StartAsync(
            "--urls", AnyPort, "--health-urls", AnyPort, "--roles", "gateway", "--order-nodes", nodes, "--stock-nodes",
            nodes, "--payment-nodes", nodes);
        await MustAnswerForHealthAloneAsync(gateway);
    }

    // A node without its log, and without its database: the reasons are the same at both addresses.
    [Fact]
    public async Task That_of_a_node_gives_the_reasons_of_the_node()
    {
        var log = new SilentLog();
        await using var node = await LocalShop.StartAsync(LocalShop.Plan.OrdersAlone with { Log = log });
        await using var health = await OpenAsync(node.Server);
        using var probe = new ShopCaller(new Uri(health.Url));
        (await probe.GetAsync("/healthz/ready")).MustBeText("ready");

        log.Lose();
        node.Store.Fails = true;

        foreach (var path in Paths)
        {
            var reply = await probe.GetAsync(path);
            var atNode = await node.Call.GetAsync(path);
            Assert.Equal((atNode.Status, atNode.Body), (reply.Status, reply.Body));
            Assert.Equal(
                (path, path is "/healthz/ready" or "/healthz/log" ? 503 : 200), (path, reply.Status));
        }

        Assert.Equal("no", (await probe.GetAsync("/healthz/ready")).Header("Cartwright-Hears-Answers"));
        node.Store.Fails = false;
    }

    // A stopping node lives, and is not ready.
    [Fact]
    public async Task It_reports_that_its_node_is_on_its_way_down()
    {
        await using var node = await LocalShop.StartAsync(new LocalShop.Plan());
        await using var health = await OpenAsync(node.Server);
        using var probe = new ShopCaller(new Uri(health.Url));

        await node.Server.StopAsync();

        var reply = await probe.GetAsync("/healthz/ready");
        Assert.Equal((503, "not ready: the node is on its way down"), (reply.Status, reply.Body));
        (await probe.GetAsync("/healthz/live")).MustBeText("live");
    }

    // Seats, and the places of those that stand, are taken by requests that wait for the database: a probe at the
    // public address gets no answer.
    [Fact]
    public async Task A_flood_that_takes_every_connection_of_the_shop_takes_none_from_probes()
    {
        await using var node = await LocalShop.StartAsync(
            new LocalShop.Plan { Shop = options => options with { ConnectionsMax = 4 } });
        await using var health = await OpenAsync(node.Server);
        node.Store.IsSilent = true;
        using var end = new CancellationTokenSource();
        var flood = Enumerable.Range(0, Askers).Select(_ => AskOnAndOnAsync(node.Url, end.Token)).ToList();

        await Eventually.IsAsync(
            "a probe of the public address is not answered",
            async () => await AskAsync(node.Url, Live) == 0);
        for (var probe = 0; probe < 20; probe++)
        {
            Assert.Equal(200, (await RawConnection.ExchangeAsync(new Uri(health.Url), Live)).Status);
        }

        await end.CancelAsync();
        await Task.WhenAll(flood);
        node.Store.IsSilent = false;
    }

    [Fact]
    [Trait("Kind", "Long")]
    public async Task A_shop_with_all_connections_taken_answers_its_probes()
    {
        using var folder = new DataFolder();
        await using var shop = await ServerProcess.StartLimitedAsync(
            Limit, "--urls", AnyPort, "--health-urls", AnyPort, "--data", folder.Path);
        await MustAnswerWhenFullAsync(shop);
    }

    [Fact]
    [Trait("Kind", "Long")]
    public async Task And_so_does_a_gateway()
    {
        var nodes = Nowhere.Address;
        await using var gateway = await ServerProcess.StartLimitedAsync(
            Limit, "--urls", AnyPort, "--health-urls", AnyPort, "--roles", "gateway", "--order-nodes", nodes,
            "--stock-nodes", nodes, "--payment-nodes", nodes);
        await MustAnswerWhenFullAsync(gateway);
    }

    // deploy/is-ready.sh is the health check of the image.
    [Fact]
    public async Task The_check_of_the_image_asks_it()
    {
        using var folder = new DataFolder();
        await using var shop = await ServerProcess.StartAsync(
            "--urls", AnyPort, "--health-urls", AnyPort, "--data", folder.Path);

        // The check itself waits for two seconds, which a busy machine can need.
        await Eventually.IsAsync(
            "the check succeeds", async () => await CheckImageAsync(shop.HealthUrl.ToString()) == 0);
        Assert.Equal(1, await CheckImageAsync(Nowhere.Address));
        Assert.Equal(1, await CheckImageAsync(""));
        await using var node = await LocalShop.StartAsync(new LocalShop.Plan());
        await using var health = await OpenAsync(node.Server);
        node.Store.Fails = true;
        Assert.Equal(1, await CheckImageAsync(health.Url));
        node.Store.Fails = false;
    }

    private static async Task MustAnswerForHealthAloneAsync(ServerProcess server)
    {
        using var probe = new ShopCaller(server.HealthUrl);
        using var call = new ShopCaller(server.Url);
        foreach (var path in Paths)
        {
            var (atHealth, atPublic) = (await probe.GetAsync(path), await call.GetAsync(path));
            Assert.Equal((200, atPublic.Body), (atHealth.Status, atHealth.Body));
            Assert.Equal(200, atPublic.Status);
        }

        using var http = new HttpClient { BaseAddress = server.HealthUrl };
        var tried = 0;
        foreach (var (method, path) in (await call.GetAsync("/openapi/v1.json")).Json.GetProperty("paths")
            .EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(call => (call.Name, path.Name)))
            .Append(("get", "/openapi/v1.json")).Append(("get", "/scalar")).Append(("get", "/")))
        {
            if (!path.StartsWith("/healthz", StringComparison.Ordinal))
            {
                using var request = new HttpRequestMessage(new HttpMethod(method.ToUpperInvariant()), Filled(path));
                using var reply = await http.SendAsync(request, TestContext.Current.CancellationToken);
                Assert.Equal((path, HttpStatusCode.NotFound), (path, reply.StatusCode));
                Assert.Contains(
                    "\"no-such-path\"",
                    await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
                    StringComparison.Ordinal);
                tried++;
            }
        }

        Assert.True(tried > 15, $"Only {tried} calls are described.");
        await MustRejectStrangersAsync(probe);
    }

    // The guard of the loopback holds there too.
    private static async Task MustRejectStrangersAsync(ShopCaller probe)
    {
        var foreign = await probe.SendAsync(HttpMethod.Get, Paths[0], ("Host", "example.org"));
        Assert.Equal((421, "misdirected-request"), (foreign.Status, foreign.Text("code")));
    }

    private static async Task MustAnswerWhenFullAsync(ServerProcess server)
    {
        List<IdleCrowd> crowds = [];
        try
        {
            foreach (var (place, count) in Crowds.Index())
            {
                crowds.Add(await IdleCrowd.OpenFromAsync(IPAddress.Parse($"127.0.0.{place + 2}"), server.Url, count));
            }

            // The last connections of the crowds may be accepted after this one, and close it before its request.
            await Eventually.IsAsync("no seat is left", async () => await AskAsync(server.Url, Create) == 429);
            for (var probe = 0; probe < 20; probe++)
            {
                Assert.Equal(200, (await RawConnection.ExchangeAsync(server.HealthUrl, Live)).Status);
            }
        }
        finally
        {
            crowds.ForEach(crowd => crowd.Dispose());
        }
    }

    private static async Task AskOnAndOnAsync(Uri server, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            await AskAsync(server, Ready);
        }
    }

    // The status; 0 where there is no answer. A full server may end a connection before its client knows of it.
    private static async Task<int> AskAsync(Uri server, string request)
    {
        try
        {
            return (await RawConnection.ExchangeAsync(server, request)).Status;
        }
        catch (SocketException ended) when (ended.SocketErrorCode is SocketError.ConnectionReset)
        {
            return 0;
        }
    }

    private static async Task<WebServer> OpenAsync(WebServer server)
    {
        var health = HealthServer.CreateServer(AnyPort, server, _ => { });
        await health.StartAsync(TestContext.Current.CancellationToken);
        return health;
    }

    private static async Task<int> CheckImageAsync(string address)
    {
        var start = new ProcessStartInfo("bash", [Repository.File("deploy/is-ready.sh")])
        {
            RedirectStandardError = true,
        };
        start.Environment["CARTWRIGHT_HEALTH_URLS"] = address;
        using var check = Process.Start(start)!;
        await check.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await check.WaitForExitAsync(TestContext.Current.CancellationToken);
        return check.ExitCode;
    }

    private static string Filled(string path) =>
        string.Join('/', path.Split('/').Select(part => part.StartsWith('{') ? "1" : part));
}
