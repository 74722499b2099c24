using Cartwright.Http.Tests.Local;

namespace Cartwright.Http.Tests.Api;

/// <summary>A node's health: readiness, and separately the connection to the log.</summary>
public sealed class HealthTests
{
    [Fact]
    public async Task A_node_without_its_log_serves_and_says_so()
    {
        var log = new SilentLog();
        await using var node = await LocalShop.StartAsync(LocalShop.Plan.OrdersAlone with { Log = log });
        (await node.Call.GetAsync("/healthz/log")).MustBeText("connected");

        log.Lose();

        (await node.Call.GetAsync("/healthz/ready")).MustBeText("ready");
        await MustSayAsync(
            node, "/healthz/log", "not connected: the order service reads no partition of its inbox");
        Assert.Equal(200, (await node.Call.PostAsync("/orders/create/1")).Status);
    }

    // The adapter's own description for a service whose inbox cannot be read.
    [Fact]
    public async Task A_node_whose_topics_are_missing_says_so_and_serves()
    {
        string? trouble = null;
        await using var node = await LocalShop.StartAsync(new LocalShop.Plan
        {
            Shop = options => options with { LogTrouble = () => trouble },
        });
        (await node.Call.GetAsync("/healthz/log")).MustBeText("connected");

        trouble = "Kafka topic cartwright.stock.inbox.v1 does not exist";

        await MustSayAsync(
            node, "/healthz/log", "not connected: Kafka topic cartwright.stock.inbox.v1 does not exist");
        (await node.Call.GetAsync("/healthz/ready")).MustBeText("ready");
    }

    [Fact]
    public async Task A_node_whose_messages_are_not_confirmed_says_for_how_long()
    {
        var clock = new ShiftedClock();
        await using var node = await LocalShop.StartAsync(
            LocalShop.Plan.OrdersAlone with { Log = new SilentLog { Confirms = false }, Clock = clock });
        await node.Call.PostAsync("/orders/batch_init/1/1/1/1");
        await node.Call.CheckOutAsync("0");
        (await node.Call.GetAsync("/healthz/log")).MustBeText("connected");

        clock.Advance(TimeSpan.FromSeconds(30));

        var reply = await node.Call.GetAsync("/healthz/log");
        Assert.Equal(503, reply.Status);
        Assert.Matches(@"^not connected: an envelope has not been confirmed for 3\d s$", reply.Body);
        (await node.Call.GetAsync("/healthz/ready")).MustBeText("ready");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_node_whose_database_does_not_answer_is_not_ready(bool isSilent)
    {
        await using var node = await LocalShop.StartAsync(new LocalShop.Plan());
        (await node.Call.GetAsync("/healthz/ready")).MustBeText("ready");

        (node.Store.IsSilent, node.Store.Fails) = (isSilent, !isSilent);

        await MustSayAsync(node, "/healthz/ready", "not ready: the database does not answer");
        (await node.Call.GetAsync("/healthz/live")).MustBeText("live");
        (node.Store.IsSilent, node.Store.Fails) = (false, false);
        (await node.Call.GetAsync("/healthz/ready")).MustBeText("ready");
    }

    [Fact]
    public async Task A_node_whose_engine_does_not_run_is_not_ready()
    {
        await using var node = await LocalShop.StartAsync(new LocalShop.Plan());

        await node.Engine.Engine.DrainAsync(TimeSpan.Zero);

        await MustSayAsync(node, "/healthz/ready", "not ready: the engine does not run");
        await MustSayAsync(node, "/healthz/startup", "not started: the engine does not run");
    }

    private static async Task MustSayAsync(LocalShop node, string path, string body)
    {
        var reply = await node.Call.GetAsync(path);
        Assert.Equal((503, body), (reply.Status, reply.Body));
    }
}
