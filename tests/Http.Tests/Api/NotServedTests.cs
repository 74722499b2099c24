using Cartwright.Http.Tests.Local;
using Cartwright.Http.Tests.Server;
using Cartwright.Shop;

namespace Cartwright.Http.Tests.Api;

using ShopServices = Cartwright.Shop.ShopServices;

/// <summary>Requests that cannot be served: the status, the code, and Retry-After.</summary>
public sealed class NotServedTests
{
    [Fact]
    public async Task Past_the_bound_it_is_overloaded_and_what_was_accepted_is_done()
    {
        await using var shop = await LocalShop.StartAsync(new LocalShop.Plan
        {
            Engine = options => options with { CommandsMax = 1 },
        });
        var user = await shop.Call.NewUserAsync();
        Task<Reply>[] replies;
        await using (await LockedFile.OfAsync(shop.Folder))
        {
            // At most one request is in the lane's batch, and one waits for it.
            replies = [.. Enumerable.Range(0, 3).Select(_ => shop.Call.PostAsync($"/payment/add_funds/{user}/1"))];
            var refused = await await Task.WhenAny(replies);
            Assert.Equal("1", refused.MustBeProblem(429, "overloaded").Header("Retry-After"));
        }

        var accepted = (await Task.WhenAll(replies)).Count(reply => reply.Status == 200);
        Assert.Equal(accepted, await shop.Call.CreditAsync(user));
        Assert.InRange(accepted, 1, 2);
    }

    [Fact]
    public async Task A_database_that_does_not_answer_is_503()
    {
        await using var shop = await LocalShop.StartAsync(new LocalShop.Plan
        {
            Engine = options => options with { PatienceMs = 200 },
        });
        var user = await shop.Call.NewUserAsync();
        await using (await LockedFile.OfAsync(shop.Folder))
        {
            var reply = await shop.Call.PostAsync($"/payment/add_funds/{user}/1");
            Assert.Equal("1", reply.MustBeProblem(503, "database-unavailable").Header("Retry-After"));
        }

        Assert.Equal(0, await shop.Call.CreditAsync(user));
    }

    [Fact]
    public async Task On_its_way_down_it_accepts_nothing()
    {
        await using var shop = await LocalShop.StartAsync(new LocalShop.Plan());
        await shop.Engine.Engine.DrainAsync(TimeSpan.Zero);

        var reply = await shop.Call.PostAsync("/payment/create_user");

        Assert.Equal("1", reply.MustBeProblem(503, "shutting-down").Header("Retry-After"));
    }

    [Fact]
    public async Task A_bug_is_500_and_changes_nothing()
    {
        await using var shop = await LocalShop.StartAsync(new LocalShop.Plan
        {
            Services = [ShopServices.Order, ShopServices.Stock, new BrokenService(ShopServices.Payment)],
        });

        var reply = await shop.Call.PostAsync("/payment/create_user");

        Assert.Null(reply.MustBeProblem(500, "internal-error").Header("Retry-After"));
        Assert.Equal(200, (await shop.Call.PostAsync("/stock/item/create/1")).Status);
    }

    // Each request watches its order, and stops watching when it is answered.
    [Fact]
    public async Task Checkouts_one_after_the_other_need_no_more_room_than_one()
    {
        await using var shop = await LocalShop.StartAsync(new LocalShop.Plan
        {
            Engine = options => options with { WatchesMax = 1 },
        });
        var item = await shop.Call.NewItemAsync(price: 1, stock: 10);
        var order = await shop.Call.NewOrderAsync(await shop.Call.NewUserAsync(credit: 10), (item, 1));
        for (var turn = 1; turn <= 3; turn++)
        {
            Assert.Equal("paid", (await shop.Call.CheckOutAsync(order, ("Prefer", "wait=5"))).Text("status"));
            Assert.Equal(200, (await shop.Call.CheckOutAsync(order)).Status);
            (await shop.Call.CheckOutAsync("999")).MustBeProblem(404, "unknown-order");
            Assert.Equal(200, (await shop.Call.GetAsync($"/orders/events/{order}")).Status);
            (await shop.Call.GetAsync("/orders/events/999")).MustBeProblem(404, "unknown-order");
        }

        Assert.Equal("cancelled", (await shop.Call.PostAsync($"/orders/cancel/{order}")).Text("status"));
        (await shop.Call.CheckOutAsync(order)).MustBeProblem(409, "order-cancelled");
        Assert.Equal(200, (await shop.Call.PostAsync($"/orders/cancel/{order}")).Status);
    }

    // The database hangs, so that the first request cannot be finished when the second one comes.
    [Theory]
    [InlineData("/payment/create_user")]
    [InlineData("/stock/batch_init/1/1/1")]
    [InlineData("/orders/create/1")]
    public async Task The_same_key_twice_at_once_is_refused_and_not_raced(string path)
    {
        await using var shop = await LocalShop.StartAsync(new LocalShop.Plan());
        var key = ("Idempotency-Key", "k");
        await shop.Call.PostAsync("/payment/create_user");
        Task<Reply>[] both;
        await using (await LockedFile.OfAsync(shop.Folder))
        {
            both = [shop.Call.PostAsync(path, key), shop.Call.PostAsync(path, key)];
            var refused = await await Task.WhenAny(both);
            Assert.Null(refused.MustBeProblem(409, "request-in-progress").Header("Retry-After"));
        }

        var served = Assert.Single(await Task.WhenAll(both), reply => reply.Status == 200);
        Assert.Equal(served.Body, (await shop.Call.PostAsync(path, key)).Body);
    }
}
