using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Cartwright.ClusterFaults.Customers;
using Cartwright.ClusterFaults.Processes;
using Confluent.Kafka;

namespace Cartwright.ClusterFaults;

/// <summary>
/// The last release and today's program side by side in one cluster, as the page about upgrades describes it: `migrate`
/// first, then node by node, and node by node back. The supervisor and all nodes are the release's at the beginning of
/// each test, and at its end.
/// </summary>
[Trait("Kind", "Long")]
[Collection<ReleasedNodesARole>]
public sealed class UpgradeTests(ReleasedNodes nodes)
{
    private const int SagasEach = 8;

    private static readonly TimeSpan CheckoutTime = TimeSpan.FromSeconds(30 - 1);
    private static readonly string[] _services = ["order", "stock", "payment"];

    /// <summary>
    /// Buyers and `check` all the time; every answer is true, the books are right, and no call has to be repeated
    /// because of a node. Each step is a list of nodes that are replaced at once. The cluster has one gateway, so the
    /// calls that it does not accept meanwhile are repeated; a call that it has accepted is answered.
    /// </summary>
    [Theory]
    [InlineData("order-1 stock-1 payment-1")]
    [InlineData(
        "order-1", "order-2", "stock-1", "stock-2", "payment-1", "payment-2", "gateway",
        Traits = ["Kind", "Campaign"])]
    public async Task Nodes_go_forward_and_back_under_load_without_a_failed_request(params string[] steps)
    {
        var (cluster, release) = await StartAsync();
        List<StandIn> today = [];
        List<string> replaced = [.. steps.SelectMany(step => step.Split(' '))];
        var forward = await SellAsync(cluster, $"{release.Version} to today", replaced, async () =>
        {
            await ParkAsync(cluster);
            await MigrateAsync(cluster);
            await using var check = RunningProgram.Start(
                "check", "--cluster", cluster.Folder, "--rounds", "1", "--users", "50", "--orders", "50", "--stock",
                "5");
            foreach (var step in steps)
            {
                today.AddRange(await Task.WhenAll(step.Split(' ').Select(
                    name => ForwardAsync(cluster, release, name))));
            }

            Assert.Contains("Consistent", (await check.EndAsync()).Required().Output, StringComparison.Ordinal);
        }, () => DropParkedAsync(cluster, arguments => CartwrightProgram.RunAsync(arguments)));

        var back = await SellAsync(cluster, $"today to {release.Version}", [], async () =>
        {
            await ParkAsync(cluster);
            List<string> returned = [];
            foreach (var step in steps.Reverse())
            {
                var names = step.Split(' ');
                await Task.WhenAll(today.Where(node => names.Contains(node.Name)).Select(BackAsync));
                // As an operator would: the service's other node is not stopped before this one serves.
                await Rounds.AllReadyAsync(cluster, [.. replaced.Except(names.Concat(returned))]);
                returned.AddRange(names);
            }
        }, () => DropParkedAsync(cluster, arguments => release.RunAsync(arguments)));

        foreach (var broken in (Broken[])[forward, back])
        {
            if (replaced.Contains("gateway"))
            {
                broken.RequireOnlyRefused();
            }
            else
            {
                broken.RequireNothingRepeated();
            }
        }
    }

    /// <summary>
    /// Checkouts and cancels stop in their middle, at the step of the stock service; then every node is replaced. What
    /// one version has begun, the other one ends.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true, Traits = ["Kind", "Campaign"])]
    public async Task Sagas_that_one_version_has_begun_are_ended_by_the_other(bool isBack)
    {
        var (cluster, release) = await StartAsync();
        using var shop = new Shop(cluster.Url);
        await MigrateAsync(cluster);
        var begun = await BeginAsync(shop, async () =>
        {
            await FreezeAsync(await cluster.FindAsync("stock-1"));
            await FreezeAsync(await cluster.FindAsync("stock-2"));
        });
        await Task.WhenAll(
            cluster.SayAsync("stop order-2"), cluster.SayAsync("stop payment-2"), cluster.SayAsync("lose stock-2"));
        var today = await Task.WhenAll(
            ForwardAsync(cluster, release, "order-1"),
            ForwardAsync(cluster, release, "payment-1"),
            ForwardAsync(cluster, release, "stock-1", end: "lose"));
        await begun.EndAsync(shop);
        await cluster.RequireRightBooksAsync();

        if (isBack)
        {
            var stock = today.Single(node => node.Name == "stock-1");
            begun = await BeginAsync(shop, () => stock.SignalAsync("STOP"));
            await Task.WhenAll(today.Where(node => node != stock).Select(BackAsync));
            await stock.DisposeAsync();
            await begun.EndAsync(shop);
        }
        else
        {
            await Task.WhenAll(today.Select(BackAsync));
        }

        await Task.WhenAll(_services.Select(service => cluster.SayAsync($"start {service}-2")));
        await Rounds.AllReadyAsync(cluster);
        await cluster.RequireRightBooksAsync();
    }

    private async Task<(RunningCluster Cluster, ReleasedProgram Release)> StartAsync() =>
        (await nodes.Cluster.GetAsync(), await ReleasedProgram.GetAsync());

    private static Task<Broken> SellAsync(
        RunningCluster cluster, string what, IReadOnlyList<string> standIns, Func<Task> change, Func<Task> forgive) =>
        Rounds.BreakAsync(
            cluster,
            what,
            SaleMax.Node,
            async counting =>
            {
                counting();
                await change();
            },
            standIns,
            forgive);

    private static Task<StandIn> ForwardAsync(
        RunningCluster cluster, ReleasedProgram release, string name, string end = "stop") =>
        StandIn.TakeAsync(cluster, name, release.ToToday, end: end);

    private static async Task BackAsync(StandIn node)
    {
        await node.DrainAsync();
        await node.DisposeAsync();
    }

    // As an operator would: with the connections and the files of passwords that the nodes have.
    private static async Task MigrateAsync(RunningCluster cluster)
    {
        List<string> words = [];
        foreach (var service in _services)
        {
            var command = await StandIn.CommandAsync(await cluster.FindAsync($"{service}-2"));
            words.AddRange(command.Zip(command.Skip(1))
                .Where(pair => pair.First.StartsWith("--postgres-", StringComparison.Ordinal))
                .SelectMany(pair => (string[])[pair.First, WithPatience(pair.First, pair.Second)]));
        }

        // It may not be answered in time even so: an operator repeats it.
        await Eventually.TrueAsync("the databases are migrated", async () =>
        {
            var ran = await CartwrightProgram.RunAsync(["migrate", .. words]);
            TestContext.Current.TestOutputHelper?.WriteLine(ran.Output + ran.Error);
            return ran.ExitCode == 0;
        });
    }

    // A busy machine may take long to answer a new connection.
    private static string WithPatience(string option, string value) =>
        option.EndsWith("-file", StringComparison.Ordinal) ? value : $"{value};Timeout=60";

    private static Task FreezeAsync(PartStatus part) => RunningCluster.SignalAsync(part, "STOP", () => { });

    // A message of a version that neither program knows.
    private static async Task ParkAsync(RunningCluster cluster)
    {
        var port = (await cluster.FindAsync("kafka-1")).Port;
        using var producer = new ProducerBuilder<Null, byte[]>(
            new ProducerConfig { BootstrapServers = $"127.0.0.1:{port}", Acks = Acks.All }).Build();
        const string Message = """{"version":1,"messages":[{"type":"hold-credit.v9","body":{"attempt":1}}]}""";
        await producer.ProduceAsync(
            new TopicPartition("cartwright.payment.inbox.v1", 0),
            new Message<Null, byte[]> { Value = Encoding.UTF8.GetBytes(Message) });
        await Eventually.TrueAsync("the message is parked", async () =>
            await Database.CountAsync(cluster, "payment", "parked") == 1);
    }

    // Both versions list it, and park it again after a replay, as the same row.
    private static async Task DropParkedAsync(RunningCluster cluster, Func<IEnumerable<string>, Task<Ended>> runAsync)
    {
        (await runAsync(["parked", "replay", "--all", "--cluster", cluster.Folder])).Required();
        await Eventually.TrueAsync("the message is parked again", async () =>
            await Database.CountAsync(cluster, "payment", "parked WHERE due IS NULL") == 1);
        var listed = (await runAsync(["parked", "list", "--cluster", cluster.Folder, "--json"])).Required().Output;
        using var rows = JsonDocument.Parse(listed);
        var row = Assert.Single(rows.RootElement.EnumerateArray());
        Assert.Equal("payment", row.GetProperty("to").GetString());
        (await runAsync(["parked", "drop", "--all", "--cluster", cluster.Folder])).Required();
        Assert.Equal(0, await Database.CountAsync(cluster, "payment", "parked"));
    }

    private static async Task<Begun> BeginAsync(Shop shop, Func<Task> freezeStock)
    {
        var ready = await Task.WhenAll(Enumerable.Range(0, 2 * SagasEach).Select(_ => shop.MakeOrderAsync()));
        var (fresh, paid) = (ready[..SagasEach], ready[SagasEach..]);
        foreach (var order in paid)
        {
            var call = await shop.AskAsync(HttpMethod.Post, $"/orders/checkout/{order}", "wait=30");
            Assert.Equal("paid", call.Member("status"));
        }

        await freezeStock();
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(
            fresh.Select(order => shop.DoAsync($"/orders/checkout/{order}"))
                .Concat(paid.Select(order => shop.DoAsync($"/orders/cancel/{order}"))));
        await RequireEachAsync(shop, fresh, "processing");
        await RequireEachAsync(shop, paid, "cancelling");
        return new Begun(fresh, paid, clock);
    }

    private static async Task RequireEachAsync(Shop shop, IEnumerable<string> orders, string status)
    {
        foreach (var order in orders)
        {
            Assert.Equal(status, (await shop.FindAsync($"/orders/find/{order}")).Member("status"));
        }
    }

    /// <summary>Sagas in their middle.</summary>
    private sealed record Begun(IReadOnlyList<string> Checkouts, IReadOnlyList<string> Cancels, Stopwatch Clock)
    {
        /// <summary>Each ends as it should; a checkout may fail once its time is over.</summary>
        public async Task EndAsync(Shop shop)
        {
            var replaced = Clock.Elapsed;
            var paid = 0;
            foreach (var order in Checkouts)
            {
                var end = await EndAsync(shop, order);
                paid += end == "paid" ? 1 : 0;
                Assert.True(
                    end == "paid" || (end == "failed" && Clock.Elapsed > CheckoutTime),
                    $"Order {order} is {end} after {Clock.Elapsed.TotalSeconds:F1} s.");
            }

            foreach (var order in Cancels)
            {
                Assert.Equal("cancelled", await EndAsync(shop, order));
            }

            TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"All nodes were replaced after {replaced.TotalSeconds:F1} s; {paid} of {Checkouts.Count} are paid."));
        }

        private static async Task<string> EndAsync(Shop shop, string order) => await Eventually.FindAsync(
            $"order {order} has ended", async () =>
            {
                var status = (await shop.FindAsync($"/orders/find/{order}")).Member("status");
                return status is "processing" or "cancelling" ? null : status;
            });
    }
}
