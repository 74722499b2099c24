using System.Globalization;
using Cartwright.ClusterFaults.Customers;
using Cartwright.ClusterFaults.Processes;
using Confluent.Kafka;

namespace Cartwright.ClusterFaults;

/// <summary>
/// Whatever stands in an inbox, sales go on, no order and no balance changes by it, and it is kept for somebody to look
/// at, one row for each record at most. In a cluster of its own: another test has whole topics read again.
/// </summary>
[Trait("Kind", "Long")]
public sealed class BadRecordTests(SingleNodes nodes) : IClassFixture<SingleNodes>
{
    private const int Records = 10_000;
    private const int Partitions = 12;
    private static readonly string[] _services = ["order", "stock", "payment"];

    [Theory]
    [InlineData(1)]
    [InlineData(2, Traits = ["Kind", "Campaign"])]
    public async Task Ten_thousand_bad_records_in_every_inbox_change_nothing(int seed)
    {
        var cluster = await nodes.Cluster.GetAsync();
        using var shop = new Shop(cluster.Url);
        var paid = await PaidAsync(shop);
        var rows = await RowsAsync(cluster);
        await Rounds.BreakAsync(
            cluster,
            $"{Records:N0} bad records in every inbox",
            async counting =>
            {
                counting();
                foreach (var service in _services)
                {
                    await WriteAsync(cluster, service, new BadRecords(service, paid, seed));
                }

                foreach (var service in _services)
                {
                    await Eventually.TrueAsync($"the {service} inbox is read", async () =>
                        await Database.CountAsync(cluster, service, "parked")
                            >= Records / BadRecords.Kinds * BadRecords.KindsKept);
                }
            },
            forgive: () => DropTracesAsync(cluster));
        await RequireUnchangedAsync(cluster, shop, paid, rows);
    }

    private static async Task<PaidAttempt> PaidAsync(Shop shop)
    {
        var user = await shop.MakeAsync("/payment/create_user", "user_id");
        await shop.DoAsync($"/payment/add_funds/{user}/100");
        var item = await shop.MakeAsync("/stock/item/create/10", "item_id");
        await shop.DoAsync($"/stock/add/{item}/5");
        var order = await shop.MakeAsync($"/orders/create/{user}", "order_id");
        await shop.DoAsync($"/orders/addItem/{order}/{item}/2");
        var paid = await shop.AskAsync(HttpMethod.Post, $"/orders/checkout/{order}", "wait=30");
        Assert.Equal("paid", paid.Member("status"));
        return new PaidAttempt(Number(paid.Member("attempt")!), Number(order), Number(user), Amount: 20);

        static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
    }

    private static async Task WriteAsync(RunningCluster cluster, string service, BadRecords records)
    {
        var port = (await cluster.FindAsync("kafka-1")).Port;
        using var producer = new ProducerBuilder<Null, byte[]>(
            new ProducerConfig { BootstrapServers = $"127.0.0.1:{port}", Acks = Acks.All }).Build();
        var topic = $"cartwright.{service}.inbox.v1";
        var refused = 0;
        for (var number = 0; number < Records; number++)
        {
            var record = new Message<Null, byte[]> { Value = records.Make(number) };
            while (!TryProduce(producer, new TopicPartition(topic, number % Partitions), record))
            {
                producer.Poll(TimeSpan.FromMilliseconds(100));
            }
        }

        Assert.Equal(0, producer.Flush(TimeSpan.FromSeconds(60)));
        Assert.Equal(0, Volatile.Read(ref refused));

        bool TryProduce(IProducer<Null, byte[]> to, TopicPartition partition, Message<Null, byte[]> record)
        {
            try
            {
                to.Produce(partition, record, report => Interlocked.Add(ref refused, report.Error.IsError ? 1 : 0));
                return true;
            }
            catch (ProduceException<Null, byte[]> full) when (full.Error.Code == ErrorCode.Local_QueueFull)
            {
                return false;
            }
        }
    }

    // Parked messages are for somebody to look at; whoever has looked may drop them. An answer about an order that does
    // not exist leaves a mark, which says that nothing was held and nothing will be: the audit asks whose it is.
    private static async Task DropTracesAsync(RunningCluster cluster)
    {
        var forged = $"payments WHERE order_id BETWEEN {BadRecords.UnknownFirst} AND {BadRecords.UnknownLast}";
        Assert.InRange(await Database.CountAsync(cluster, "payment", forged), 0, 2 * Records / BadRecords.Kinds);
        Assert.Equal(0, await Database.CountAsync(cluster, "payment", $"{forged} AND status <> 'voided'"));
        await Database.AskAsync(cluster, "payment", $"DELETE FROM {forged}");
        foreach (var service in _services)
        {
            Assert.InRange(await Database.CountAsync(cluster, service, "parked"), 1, 2 * Records);
            await Database.AskAsync(cluster, service, "DELETE FROM parked");
        }
    }

    private static async Task RequireUnchangedAsync(
        RunningCluster cluster, Shop shop, PaidAttempt paid, (long Taken, long Held) before)
    {
        Assert.Equal("paid", (await shop.FindAsync($"/orders/find/{paid.Order}")).Member("status"));
        Assert.Equal("80", (await shop.FindAsync($"/payment/find_user/{paid.User}")).Member("credit"));
        var after = await RowsAsync(cluster);
        Assert.True(after.Taken >= before.Taken, "A reservation has vanished.");
        Assert.Equal(0, after.Held);
    }

    private static async Task<(long Taken, long Held)> RowsAsync(RunningCluster cluster) => (
        await Database.CountAsync(cluster, "stock", "reservations WHERE status = 'taken'"),
        await Database.CountAsync(cluster, "payment", "accounts WHERE held <> 0"));
}
