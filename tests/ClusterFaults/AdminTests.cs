using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Cartwright.ClusterFaults.Customers;
using Cartwright.ClusterFaults.Processes;
using Confluent.Kafka;

namespace Cartwright.ClusterFaults;

/// <summary>A cluster as its owner sees it: the gateway's admin address, and the printed ways in.</summary>
[Trait("Kind", "Long")]
[Collection<OneNodeARole>]
public sealed class AdminTests(SingleNodes nodes)
{
    private static readonly string[] Services = ["order", "stock", "payment"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A checkout of two items stands still at the stock service, is seen to wait, and goes on.</summary>
    [Fact]
    public async Task A_saga_is_seen_to_wait_for_a_stopped_service_and_to_end()
    {
        var cluster = await nodes.Cluster.GetAsync();
        using var shop = new Shop(cluster.Url);
        using var console = ConsoleOf(cluster);
        var order = await NewOrderAsync(shop);
        await cluster.SayAsync("stop stock-1");

        var accepted = await shop.AskAsync(HttpMethod.Post, $"/orders/checkout/{order}", "respond-async");
        Assert.Equal("processing", accepted.Member("status"));
        var shown = await Eventually.FindAsync("the step waits", () => FindAsync(
            console, order, "processing", "hold credit done", "take stock waiting", "capture credit not-yet"));
        Assert.Equal("""["stock"]""", shown["silent"]!.ToJsonString());
        var listed = await ReadAsync(console, $"sagas?state=processing&user={shown["user_id"]}");
        Assert.Equal([order], listed["sagas"]!.AsArray().Select(saga => saga!["order_id"]!.ToString()));
        await Eventually.TrueAsync("stock is not ready", async () =>
            (await NamesOfReadyAsync(console)).SequenceEqual(["gateway", "order-1", "payment-1"]));

        await cluster.SayAsync("start stock-1");
        var ended = await Eventually.FindAsync("the saga has ended", () => FindAsync(
            console, order, "paid", "hold credit done", "take stock done", "capture credit done"));
        Assert.Equal("[]", ended["silent"]!.ToJsonString());
        await Eventually.TrueAsync("all nodes are ready", async () => (await NamesOfReadyAsync(console)).Count == 4);
        await cluster.RequireRightBooksAsync();
    }

    /// <summary>A record that stock cannot read is found, shown with its bytes, and given up at the gateway.</summary>
    [Fact]
    public async Task A_parked_record_is_found_and_dropped_at_the_gateway()
    {
        const string Bytes = "no envelope at all";
        var cluster = await nodes.Cluster.GetAsync();
        using var console = ConsoleOf(cluster);
        await WriteRecordAsync(cluster, "cartwright.stock.inbox.v1", Bytes);

        var message = await Eventually.FindAsync("it is parked", async () =>
            (await ReadAsync(console, "parked?type=unreadable"))["messages"]!.AsArray().SingleOrDefault());
        var id = Uri.EscapeDataString($"{message["id"]}");
        Assert.Equal("stock", $"{message["service"]}");
        var whole = await ReadAsync(console, $"parked/message?service=stock&id={id}");
        Assert.Equal(Bytes, $"{whole["body"]}");

        var drop = new { reason = "a test", ids = new[] { $"{message["id"]}" } };
        using var answer = await console.PostAsJsonAsync(new Uri("parked/drop", UriKind.Relative), drop, Stop);
        Assert.Equal("""{"changed":1,"silent":[]}""", await answer.Content.ReadAsStringAsync(Stop));
        Assert.Equal("0", $"{(await ReadAsync(console, "parked"))["count"]}");
        await InboxRecords.ForgetAsync(cluster);
    }

    /// <summary>`cluster status` prints the same lines as `cluster up`, and each works as it is printed.</summary>
    [Fact]
    public async Task The_printed_ways_in_work()
    {
        var cluster = await nodes.Cluster.GetAsync();
        var status = (await CartwrightProgram.RunAsync("cluster", "status", "--data", cluster.Folder)).Required();
        foreach (var service in Services)
        {
            var line = LineOf(cluster, $"{service} database");
            Assert.Contains(line, status.Output, StringComparison.Ordinal);
            var asked = (await CartwrightProgram.RunOtherAsync(
                "sh", "-c", $"{line} -Atc 'SELECT current_database(), current_user'")).Required();
            Assert.Equal($"cartwright_{service}|cartwright_{service}", asked.Output.Trim());
        }

        var tool = Path.Combine(Environment.GetEnvironmentVariable("KAFKA_HOME")!, "bin", "kafka-topics.sh");
        var topics = (await CartwrightProgram.RunOtherAsync("sh", "-c", $"{tool} {LineOf(cluster, "Kafka")} --list"))
            .Required();
        Assert.Contains("cartwright.stock.inbox.v1", topics.Output, StringComparison.Ordinal);
        using var shop = new Shop(new Uri(LineOf(cluster, "shop")));
        Assert.True((await shop.FindAsync("/healthz/ready")).IsSuccess);
    }

    /// <summary>An operator's address is another one than the clients', at nodes and at the gateway.</summary>
    [Fact]
    public async Task Nothing_of_an_admin_address_answers_at_a_public_one()
    {
        var cluster = await nodes.Cluster.GetAsync();
        using var client = new HttpClient();
        var document = await client.GetFromJsonAsync<JsonNode>(
            new Uri($"{LineOf(cluster, "console")}/openapi/admin-v1.json"), Stop);
        var paths = document!["paths"]!.AsObject().Select(path => path.Key)
            .Where(path => path.StartsWith("/admin/", StringComparison.Ordinal))
            .Append("/openapi/admin-v1.json")
            .ToList();
        Assert.True(paths.Count > 4, $"Only {paths.Count} paths are described.");
        var ports = (await cluster.StatusAsync())
            .Where(part => Services.Contains(part.Role) || part.Role == "gateway")
            .Select(part => part.Port.ToString(CultureInfo.InvariantCulture));
        foreach (var port in ports)
        {
            foreach (var path in paths)
            {
                using var answer = await client.GetAsync(new Uri($"http://127.0.0.1:{port}{path}"), Stop);
                Assert.Equal((path, HttpStatusCode.NotFound), (path, answer.StatusCode));
            }
        }
    }

    private static async Task WriteRecordAsync(RunningCluster cluster, string topic, string text)
    {
        var port = (await cluster.FindAsync("kafka-1")).Port;
        using var producer = new ProducerBuilder<Null, string>(
            new ProducerConfig { BootstrapServers = $"127.0.0.1:{port}", Acks = Acks.All }).Build();
        await producer.ProduceAsync(
            new TopicPartition(topic, 0), new Message<Null, string> { Value = text }, Stop);
    }

    private static async Task<string> NewOrderAsync(Shop shop)
    {
        var user = await shop.MakeAsync("/payment/create_user", "user_id");
        await shop.DoAsync($"/payment/add_funds/{user}/100");
        var order = await shop.MakeAsync($"/orders/create/{user}", "order_id");
        foreach (var price in (int[])[20, 40])
        {
            var item = await shop.MakeAsync($"/stock/item/create/{price}", "item_id");
            await shop.DoAsync($"/stock/add/{item}/5");
            await shop.DoAsync($"/orders/addItem/{order}/{item}/1");
        }

        return order;
    }

    private static HttpClient ConsoleOf(RunningCluster cluster) =>
        new() { BaseAddress = new Uri($"{LineOf(cluster, "console")}/admin/v1/") };

    private static async Task<JsonNode> ReadAsync(HttpClient console, string path) =>
        (await console.GetFromJsonAsync<JsonNode>(new Uri(path, UriKind.Relative), Stop))!;

    // Null while it has another status, or its checkout other steps than these.
    private static async Task<JsonNode?> FindAsync(
        HttpClient console, string order, string status, params string[] steps)
    {
        var saga = await ReadAsync(console, $"sagas/{order}");
        var shown = saga["checkout"]!.AsArray().Select(step => $"{step!["name"]} {step["state"]}");
        return $"{saga["status"]}" == status && shown.SequenceEqual(steps) ? saga : null;
    }

    private static async Task<IReadOnlyList<string>> NamesOfReadyAsync(HttpClient console) =>
    [
        .. (await ReadAsync(console, "nodes")).AsArray()
            .Where(node => node!["is_ready"]!.GetValue<bool>())
            .Select(node => $"{node!["kind"]}" == "gateway" ? "gateway" : $"{node["name"]}")
            .Order(),
    ];

    // The rest of a line of `cluster up`, after the name of the part.
    private static string LineOf(RunningCluster cluster, string name)
    {
        var begin = $"  {name} ";
        return cluster.Said.Single(line => line.StartsWith(begin, StringComparison.Ordinal))[begin.Length..].Trim();
    }
}
