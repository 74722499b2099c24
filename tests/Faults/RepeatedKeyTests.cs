using Cartwright.Faults.Processes;
using Cartwright.Faults.Wire;

namespace Cartwright.Faults;

/// <summary>The answer to a repeat with the same key, when the order has gone on without the attempt.</summary>
public sealed class RepeatedKeyTests
{
    /// <summary>The order was paid, and was re-created afterwards: its row no longer shows the payment.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_checkout_that_the_order_no_longer_knows_is_not_called_failed(bool isImmediate)
    {
        using var folder = new Folder();
        await using var shop = await ShopProcess.StartAsync(folder.Path);
        var reset = Call.Post("/orders/batch_init/1/1/1/1");
        (await Bulk.AskAsync(shop.Url, Call.Post("/payment/batch_init/1/100"))).Success();
        (await Bulk.AskAsync(shop.Url, Call.Post("/stock/batch_init/1/100/1"))).Success();
        (await Bulk.AskAsync(shop.Url, reset)).Success();
        var checkout = new Call("POST", "/orders/checkout/0", "once", isImmediate);
        Assert.Equal("paid", (await Bulk.AskAsync(shop.Url, checkout)).Success().Member("status"));

        (await Bulk.AskAsync(shop.Url, reset)).Success();

        Assert.Equal("503 attempt-superseded", (await Bulk.AskAsync(shop.Url, checkout)).Essence);
    }
}
