using System.Globalization;
using System.Text.Json;
using Cartwright.ClusterFaults.Customers;
using Cartwright.ClusterFaults.Processes;
using Confluent.Kafka;

namespace Cartwright.ClusterFaults;

/// <summary>
/// Sales go on whatever records an inbox contains. No order and no balance changes by such a record, and it is parked,
/// as one row at most. In the end the records are deleted: another test reads whole topics again.
/// </summary>
[Trait("Kind", "Long")]
[Collection<OneNodeARole>]
public sealed class BadRecordTests(SingleNodes nodes)
{
    private const int Records = 10_000;
    private const int Partitions = 12;
    private const int KeptMin = Records / BadRecords.Kinds * BadRecords.KindsKept;
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
            SaleMax.Node,
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
                        await Database.CountAsync(cluster, service, "parked") >= KeptMin);
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

    // Parked messages are for an operator, who may drop them afterwards. An answer about an unknown order leaves a
    // mark, which means that nothing was held and nothing will be: the audit asks for its owner.
    private static async Task DropTracesAsync(RunningCluster cluster)
    {
        var forged = $"payments WHERE order_id BETWEEN {BadRecords.UnknownFirst} AND {BadRecords.UnknownLast}";
        Assert.InRange(await Database.CountAsync(cluster, "payment", forged), 0, 2 * Records / BadRecords.Kinds);
        Assert.Equal(0, await Database.CountAsync(cluster, "payment", $"{forged} AND status <> 'voided'"));
        await Database.AskAsync(cluster, "payment", $"DELETE FROM {forged}");
        await InboxRecords.ForgetAsync(cluster);
        foreach (var service in _services)
        {
            Assert.InRange(await Database.CountAsync(cluster, service, "parked"), KeptMin, Records);
        }

        await RequireListedAsync(cluster);
        foreach (var service in _services)
        {
            await Database.AskAsync(cluster, service, "DELETE FROM parked WHERE return_reason IS NULL");
        }
    }

    // Every parked record is visible: each row is in the list, with its fault.
    private static async Task RequireListedAsync(RunningCluster cluster)
    {
        var listed = (await CartwrightProgram.RunAsync("parked", "list", "--cluster", cluster.Folder, "--json"))
            .Required().Output;
        using var rows = JsonDocument.Parse(listed);
        foreach (var service in _services)
        {
            var errors = rows.RootElement.EnumerateArray()
                .Where(row => row.GetProperty("to").GetString() == service)
                .Select(row => row.GetProperty("error").GetString())
                .ToList();
            Assert.Equal(await Database.CountAsync(cluster, service, "parked"), errors.Count);
            Assert.DoesNotContain(errors, string.IsNullOrWhiteSpace);
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
