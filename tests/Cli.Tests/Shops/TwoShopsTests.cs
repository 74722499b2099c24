using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Cartwright.Cli.Serve;
using Cartwright.Cli.Tests.Postgres;
using Cartwright.Conformance;
using Cartwright.Domain;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Cli.Tests.Shops;

/// <summary>
/// Two shops with separate databases on one Kafka, such as staging beside production. Their items, users and orders
/// have the same numbers.
/// </summary>
[Trait("Kind", "Long")]
public sealed class TwoShopsTests(TwoShops shops) : IClassFixture<TwoShops>
{
    private const int Orders = 40;
    private const long Money = 1_000;
    private const long Stock = 10_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_second_shop_on_the_topics_of_another_does_not_start()
    {
        var theirs = await shops.MakeDatabasesAsync("second");
        await using var first = await shops.StartAsync(await shops.MakeDatabasesAsync("first"), prefix: "alone");
        Assert.Equal(0, await ServicesServer.RunAsync(["migrate", .. OptionsOf(theirs)]));
        var fault = await Assert.ThrowsAsync<FatalFault>(() => shops.StartAsync(theirs, prefix: "alone"));
        Assert.Equal("other-shop", fault.Code);
        Assert.Contains("alone.shop.v1", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_another_shop_stops_the_start()
    {
        var ours = await shops.MakeDatabasesAsync("ours");
        var theirs = await shops.MakeDatabasesAsync("theirs");
        Assert.Equal(0, await ServicesServer.RunAsync(["migrate", .. OptionsOf(ours)]));
        Assert.Equal(0, await ServicesServer.RunAsync(["migrate", .. OptionsOf(theirs)]));
        var mixed = new Dictionary<Role, string>(ours) { [Role.Stock] = theirs[Role.Stock] };
        var fault = await Assert.ThrowsAsync<FatalFault>(() => shops.StartAsync(mixed, prefix: "mixed"));
        Assert.Equal("other-shop", fault.Code);
        Assert.Equal(1, await ServicesServer.RunAsync(["migrate", .. OptionsOf(mixed)]));
        Assert.Equal(2, await ServicesServer.RunAsync(["verify", "--wait", "0", .. OptionsOf(mixed)]));

        // One service at a time: the log already has the identity of the services before it.
        await using var most = await shops.StartAsync(
            ours.Where(pair => pair.Key != Role.Stock).ToDictionary(), prefix: "mixed");
        var alone = new Dictionary<Role, string> { [Role.Stock] = theirs[Role.Stock] };
        Assert.Equal(
            "other-shop",
            (await Assert.ThrowsAsync<FatalFault>(() => shops.StartAsync(alone, prefix: "mixed"))).Code);
    }

    // Databases without an identity, each migrated by its own node, take the identity of the log.
    [Fact]
    public async Task Nodes_that_start_alone_agree_on_one_identity()
    {
        var databases = await shops.MakeDatabasesAsync("apart");
        var nodes = await Task.WhenAll(databases.Select(database =>
            shops.StartAsync(new Dictionary<Role, string> { [database.Key] = database.Value }, prefix: "apart")));
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }

        var found = await Task.WhenAll(databases.Values.Select(IdentityOfAsync));
        Assert.True(ShopId.TryParse(found[0], out _));
        Assert.Single(found.Distinct());
    }

    [Fact]
    public async Task Two_shops_with_different_prefixes_do_not_touch_each_other()
    {
        var ours = await shops.MakeDatabasesAsync("a");
        var theirs = await shops.MakeDatabasesAsync("b");
        await using (var first = await shops.StartAsync(ours, prefix: "shop-a"))
        await using (var second = await shops.StartAsync(theirs, prefix: "shop-b"))
        {
            using var us = await FillAsync(first);
            using var them = await FillAsync(second);
            var statuses = await Task.WhenAll(Enumerable.Range(0, Orders).Select(order => CheckOutAsync(us, order)));
            Assert.All(statuses, status => Assert.Equal(HttpStatusCode.OK, status));
            await Eventually.IsAsync("all is captured", Patience, async () =>
                await SumAsync(us, "/payment/find_user", "credit") == (Orders * Money) - (2 * Orders));

            Assert.Equal(Orders * Money, await SumAsync(them, "/payment/find_user", "credit"));
            Assert.Equal(Orders * Stock, await SumAsync(them, "/stock/find", "stock"));
            Assert.Equal((Orders * Stock) - (2 * Orders), await SumAsync(us, "/stock/find", "stock"));
        }

        Assert.Equal(0, await ServicesServer.RunAsync(["verify", .. OptionsOf(ours)]));
        Assert.Equal(0, await ServicesServer.RunAsync(["verify", .. OptionsOf(theirs)]));
    }

    private static string[] OptionsOf(IReadOnlyDictionary<Role, string> databases) =>
        [.. databases.SelectMany(pair => (string[])[$"--postgres-{pair.Key.Name}", pair.Value])];

    private static async Task<string?> IdentityOfAsync(string connection) =>
        await ServicesServer.ExecuteAsync($"{connection};Pooling=false", "SELECT shop_id FROM shop") as string;

    // As many items and users as orders, each used by one order: no order waits for another.
    private static async Task<HttpClient> FillAsync(RunningNode node)
    {
        var client = new HttpClient { BaseAddress = new Uri(node.Url) };
        await PostAsync(client, $"/stock/batch_init/{Orders}/{Stock}/1");
        await PostAsync(client, $"/payment/batch_init/{Orders}/{Money}");
        await PostAsync(client, $"/orders/batch_init/{Orders}/{Orders}/{Orders}/1");
        return client;
    }

    private static async Task<HttpStatusCode> CheckOutAsync(HttpClient client, int order)
    {
        using var answer = await client.PostAsync(new Uri($"/orders/checkout/{order}", UriKind.Relative), null, Stop);
        return answer.StatusCode;
    }

    private static async Task PostAsync(HttpClient client, string path)
    {
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), null, Stop);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task<long> SumAsync(HttpClient client, string path, string member)
    {
        var sum = 0L;
        for (var id = 0; id < Orders; id++)
        {
            var found = await client.GetFromJsonAsync<JsonElement>(new Uri($"{path}/{id}", UriKind.Relative), Stop);
            sum += found.GetProperty(member).GetInt64();
        }

        return sum;
    }
}
