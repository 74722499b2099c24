using System.Text.Json;
using Cartwright.ClusterFaults.Customers;
using Cartwright.ClusterFaults.Processes;
using Cartwright.Conformance.Servers;
using Cartwright.Engine.Tests.Codec;

namespace Cartwright.ClusterFaults;

/// <summary>
/// The public events that a real shop has published, as other systems read them: by the SDKs of CloudEvents for .NET
/// and for JavaScript, and by the published schema.
/// </summary>
[Trait("Kind", "Long")]
[Collection<TwoNodesARole>]
public sealed class EventConsumerTests(NodePairs nodes)
{
    private const int LinesMax = 250;
    private const int EventBytesMax = 24_000;
    private const string Prefix = "cartwright.order.";

    [Fact]
    public async Task Every_type_of_event_is_read_with_its_lines_by_the_SDKs_and_fits_the_schema()
    {
        Prerequisites.RequireNode(CartwrightProgram.Root);
        var cluster = await nodes.Cluster.GetAsync();
        using var shop = new Shop(cluster.Url);
        List<Sale> sales = [await SellAndCancelAsync(shop), await FailToSellAsync(shop), await SellMuchAsync(shop)];
        var expected = sales.SelectMany(sale => sale.Types.Select(type => (sale.Order, $"{Prefix}{type}"))).ToList();
        await Eventually.TrueAsync("every event is in the topic", async () =>
            !expected.Except((await PublicTopic.ReadAsync(cluster)).Select(e => (e.Order, e.Type))).Any());

        var first = (await PublicTopic.ReadRecordsAsync(cluster)).Where(e => e.Key == sales[0].Order).ToList();
        await PublicTopic.RepeatAsync(cluster, first);
        var records = await PublicTopic.ReadRecordsAsync(cluster);

        Assert.All(records, record => Assert.Empty(OrderEventSchema.Published.MistakesIn(record.Value)));
        Assert.All(records, record => Assert.InRange(record.Value.Length, 1, EventBytesMax));
        SdkEvents[] readings =
        [
            SdkReader.ReadByDotnet(records),
            await SdkReader.ReadByNodeAsync(await PublicTopic.BrokerOfAsync(cluster), PublicTopic.Name),
        ];
        foreach (var reading in readings)
        {
            Assert.InRange(reading.Dropped, first.Count, records.Count);
            Assert.Equal(records.Count, reading.Events.Count + reading.Dropped);
            Assert.All(sales, sale => sale.MustBeIn(reading.Events));
        }
    }

    private static async Task<Sale> SellAndCancelAsync(Shop shop)
    {
        var sale = await Sale.BeginAsync(shop, credit: 1_000);
        await sale.AddAsync(shop, price: 30, quantity: 2, stock: 2);
        await sale.AddAsync(shop, price: 7, quantity: 3, stock: 10);
        await sale.CheckOutAsync(shop, "paid");
        await shop.DoAsync($"/orders/cancel/{sale.Order}");
        return sale with { Types = ["accepted", "paid", "cancelling", "cancelled"] };
    }

    private static async Task<Sale> FailToSellAsync(Shop shop)
    {
        var sale = await Sale.BeginAsync(shop, credit: 1_000);
        await sale.AddAsync(shop, price: 30, quantity: 2, stock: 2);
        var item = await sale.AddAsync(shop, price: 7, quantity: 3, stock: 2);
        await sale.CheckOutAsync(shop, "failed");
        return sale with { Types = ["accepted", "failed"], Reason = "out-of-stock", ReasonItem = item };
    }

    // As many lines as an order can have.
    private static async Task<Sale> SellMuchAsync(Shop shop)
    {
        var sale = await Sale.BeginAsync(shop, credit: LinesMax);
        for (var line = 0; line < LinesMax; line++)
        {
            await sale.AddAsync(shop, price: 1, quantity: 1, stock: 1);
        }

        await sale.CheckOutAsync(shop, "paid");
        return sale with { Types = ["accepted", "paid"] };
    }

    /// <summary>An order, and its events as they have to be.</summary>
    private sealed record Sale(string User, string Order)
    {
        private readonly List<(string Item, long Quantity, long Cost)> _lines = [];

        public IReadOnlyList<string> Types { get; init; } = [];

        public string? Reason { get; init; }

        public string? ReasonItem { get; init; }

        public static async Task<Sale> BeginAsync(Shop shop, long credit)
        {
            var user = await shop.MakeAsync("/payment/create_user", "user_id");
            await shop.DoAsync($"/payment/add_funds/{user}/{credit}");
            return new Sale(user, await shop.MakeAsync($"/orders/create/{user}", "order_id"));
        }

        public async Task<string> AddAsync(Shop shop, long price, long quantity, long stock)
        {
            var item = await shop.MakeAsync($"/stock/item/create/{price}", "item_id");
            await shop.DoAsync($"/stock/add/{item}/{stock}");
            await shop.DoAsync($"/orders/addItem/{Order}/{item}/{quantity}");
            _lines.Add((item, quantity, quantity * price));
            return item;
        }

        public async Task CheckOutAsync(Shop shop, string status)
        {
            await shop.DoAsync($"/orders/checkout/{Order}");
            await Eventually.TrueAsync($"the order is {status}", async () =>
                (await shop.FindAsync($"/orders/find/{Order}")).Member("status") == status);
        }

        public void MustBeIn(IReadOnlyList<SdkEvent> events)
        {
            var own = events.Where(e => e.Subject == Order).OrderBy(e => e.Sequence, StringComparer.Ordinal).ToList();
            Assert.Equal(Types.Select(type => $"{Prefix}{type}"), own.Select(e => e.Type));
            Assert.All(own, MustFit);
        }

        private void MustFit(SdkEvent read)
        {
            Assert.Equal("urn:cartwright:order", read.Source);
            Assert.InRange(read.Time, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddMinutes(1));
            Assert.Equal((Order, User), (Text(read.Data, "order_id"), Text(read.Data, "user_id")));
            Assert.StartsWith($"{Text(read.Data, "attempt")}.", read.Id, StringComparison.Ordinal);
            var status = read.Type == $"{Prefix}accepted" ? "processing" : read.Type[Prefix.Length..];
            Assert.Equal(status, Text(read.Data, "status"));
            Assert.Equal(_lines.Sum(line => line.Cost), Number(read.Data, "total_cost"));
            Assert.Equal(
                _lines,
                read.Data.GetProperty("lines").EnumerateArray().Select(
                    line => (Text(line, "item_id")!, Number(line, "quantity"), Number(line, "cost"))));
            var isFailed = status == "failed";
            Assert.Equal(isFailed ? Reason : null, Text(read.Data, "reason"));
            Assert.Equal(isFailed ? ReasonItem : null, Text(read.Data, "reason_item"));
        }

        private static long Number(JsonElement json, string name) => json.GetProperty(name).GetInt64();

        private static string? Text(JsonElement json, string name) =>
            json.TryGetProperty(name, out var member) ? member.GetString() : null;
    }
}
