using Cartwright.Http.Tests.Server;

namespace Cartwright.Http.Tests.Api;

/// <summary>The Prefer header, on a server that answers at once by default.</summary>
public sealed class PreferTests(ImmediateShop fixture) : IClassFixture<ImmediateShop>
{
    private readonly ShopCaller _shop = fixture.Call;

    [Theory]
    [InlineData("wait=10", "wait=10")]
    [InlineData("WAIT=10", "wait=10")]
    [InlineData("wait = 10", "wait=10")]
    [InlineData("wait=\"10\"", "wait=10")]
    [InlineData("wait=120", "wait=120")]
    [InlineData("wait=121", "wait=120")]
    [InlineData("wait=2000000000", "wait=120")]
    [InlineData("wait=2147483648", "wait=120")]
    [InlineData("wait=99999999999999999999", "wait=120")]
    [InlineData("wait=\"9999999999\"", "wait=120")]
    [InlineData("wait=00000000000000000000010", "wait=10")]
    [InlineData("wait=99999999999, wait=10", "wait=120")]
    [InlineData("wait=10;foo=bar", "wait=10")]
    [InlineData("return=minimal, wait=10", "wait=10")]
    [InlineData("respond-async, wait=10", "wait=10")]
    [InlineData("wait=10, wait=20", "wait=10")]
    [InlineData("wait=x, wait=20", "wait=20")]
    public async Task A_wait_is_applied_and_gets_the_outcome(string prefer, string applied)
    {
        var reply = await _shop.CheckOutAsync(await NewPoorOrderAsync(), ("Prefer", prefer));

        reply.MustBeProblem(400, "insufficient-credit");
        Assert.Equal(applied, reply.Header("Preference-Applied"));
    }

    [Theory]
    [InlineData("respond-async")]
    [InlineData("Respond-Async")]
    [InlineData("respond-async; foo")]
    [InlineData("handling=strict, respond-async")]
    public async Task The_immediate_way_is_applied(string prefer)
    {
        var reply = await _shop.CheckOutAsync(await NewPoorOrderAsync(), ("Prefer", prefer));

        Assert.Equal((200, "respond-async"), (reply.Status, reply.Header("Preference-Applied")));
    }

    [Theory]
    [InlineData("")]
    [InlineData(",,,")]
    [InlineData("\"")]
    [InlineData(";")]
    [InlineData("=")]
    [InlineData("wait")]
    [InlineData("wait=")]
    [InlineData("wait=-1")]
    [InlineData("wait=+1")]
    [InlineData("wait=1.5")]
    [InlineData("wait=ten")]
    [InlineData("wait==10")]
    [InlineData("await=10")]
    [InlineData("return=minimal")]
    [InlineData("respond-asynchronously")]
    public async Task What_cannot_be_understood_is_ignored(string prefer)
    {
        var reply = await _shop.CheckOutAsync(await NewPoorOrderAsync(), ("Prefer", prefer));

        Assert.Equal((200, null), (reply.Status, reply.Header("Preference-Applied")));
    }

    [Theory]
    [InlineData("/orders/create/1")]
    [InlineData("/stock/item/create/1")]
    [InlineData("/payment/create_user")]
    public async Task Other_calls_do_not_know_it(string path)
    {
        var reply = await _shop.PostAsync(path, ("Prefer", "wait=10"));

        Assert.Equal((200, null), (reply.Status, reply.Header("Preference-Applied")));
    }

    [Fact]
    public async Task A_paid_and_a_cancelled_order_apply_it_too()
    {
        var item = await _shop.NewItemAsync(price: 10, stock: 1);
        var order = await _shop.NewOrderAsync(await _shop.NewUserAsync(credit: 10), (item, 1));

        var paid = await _shop.CheckOutAsync(order, ("Prefer", "wait=10"));
        var cancelled = await _shop.PostAsync($"/orders/cancel/{order}", ("Prefer", "wait=10"));

        Assert.Equal((200, "paid", "wait=10"), (paid.Status, paid.Text("status"), paid.Header("Preference-Applied")));
        Assert.Equal((200, "cancelled"), (cancelled.Status, cancelled.Text("status")));
        Assert.Equal("wait=10", cancelled.Header("Preference-Applied"));
    }

    private async Task<string> NewPoorOrderAsync()
    {
        var item = await _shop.NewItemAsync(price: 10, stock: 1);
        return await _shop.NewOrderAsync(await _shop.NewUserAsync(credit: 9), (item, 1));
    }
}
