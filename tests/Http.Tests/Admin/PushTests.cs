using System.Text.Json;
using Cartwright.Http.Tests.Local;
using Cartwright.Http.Tests.Server;
using Cartwright.Shop;
using Microsoft.Extensions.Time.Testing;

namespace Cartwright.Http.Tests.Admin;

/// <summary>An operator pushes orders at the admin address.</summary>
public sealed class PushTests
{
    private const string Reason = """{"reason":"stuck since noon"}""";

    [Fact]
    public async Task An_order_in_flight_is_looked_at_now_and_the_push_is_recorded()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var shop = await LocalShop.StartAsync(LocalShop.Plan.OrdersAlone with { Clock = clock });
        var log = new LogLines();
        await using var admin = await LocalAdmin.StartAsync(shop, log);
        var order = await shop.NewOrderInFlightAsync();
        Assert.Equal(0, await LooksAsync(admin, order));

        var reply = await admin.Call.PostJsonAsync($"/admin/v1/sagas/{order}/push", Reason);
        reply.MustBeJson("""{"changed":1,"silent":[]}""");
        Assert.Equal(1, await LooksAsync(admin, order));

        using var record = JsonDocument.Parse(Assert.Single(log.Of("Cartwright.Audit")));
        Assert.Equal(
            ("saga push", order, 1, "stuck since noon", 1),
            (record.RootElement.GetProperty("Action").GetString(), record.RootElement.GetProperty("Ids").GetString(),
            record.RootElement.GetProperty("Count").GetInt32(), record.RootElement.GetProperty("Reason").GetString(),
            record.RootElement.GetProperty("Changed").GetInt32()));
        Assert.Matches("^[0-9a-f]{32}$", record.RootElement.GetProperty("TraceId").GetString()!);
        Assert.Equal("127.0.0.1", record.RootElement.GetProperty("Operator").GetString());
    }

    [Fact]
    public async Task Nothing_changes_where_nothing_is_in_flight()
    {
        await using var shop = await LocalShop.StartAsync(new LocalShop.Plan());
        await using var admin = await LocalAdmin.StartAsync(shop);
        var open = await shop.Call.NewOrderAsync(await shop.Call.NewUserAsync());
        (await admin.Call.PostJsonAsync($"/admin/v1/sagas/{open}/push", Reason))
            .MustBeJson("""{"changed":0,"silent":[]}""");
    }

    [Fact]
    public async Task An_order_that_does_not_exist_is_not_found_and_the_try_is_recorded()
    {
        await using var shop = await LocalShop.StartAsync(new LocalShop.Plan());
        var log = new LogLines();
        await using var admin = await LocalAdmin.StartAsync(shop, log);
        var reply = await admin.Call.PostJsonAsync("/admin/v1/sagas/1/push", Reason);
        Assert.Equal((404, "unknown-order"), (reply.Status, reply.Text("code")));
        using var record = JsonDocument.Parse(Assert.Single(log.Of("Cartwright.Audit")));
        Assert.Equal(0, record.RootElement.GetProperty("Changed").GetInt32());
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"reason":null}""")]
    [InlineData("""{"reason":" "}""")]
    [InlineData("""{"reason":7}""")]
    [InlineData("""{"reason":"line\nbreak"}""")]
    [InlineData("""{"reason":"turned \u202e round"}""")]
    [InlineData("""{"reason":"a line\u2028separator"}""")]
    [InlineData("""{"reason":"a","reason":"b"}""")]
    [InlineData("""{"reason":"a","all":true}""")]
    public async Task Without_a_proper_reason_nothing_is_done(string body)
    {
        await using var shop = await LocalShop.StartAsync(new LocalShop.Plan());
        var log = new LogLines();
        await using var admin = await LocalAdmin.StartAsync(shop, log);
        var reply = await admin.Call.PostJsonAsync("/admin/v1/sagas/1/push", body);
        Assert.Equal((400, "malformed-body"), (reply.Status, reply.Text("code")));
        Assert.DoesNotContain(".NET", reply.Text("detail"), StringComparison.Ordinal);
        Assert.DoesNotContain("Cartwright", reply.Text("detail"), StringComparison.Ordinal);
        Assert.Empty(log.Of("Cartwright.Audit"));
    }

    [Fact]
    public async Task A_body_has_its_bounds_and_its_type()
    {
        await using var shop = await LocalShop.StartAsync(new LocalShop.Plan());
        await using var admin = await LocalAdmin.StartAsync(shop);
        const string Path = "/admin/v1/sagas/1/push";
        var tooLong = await admin.Call.PostJsonAsync(Path, $$"""{"reason":"{{new string('x', 201)}}"}""");
        Assert.Equal((400, "malformed-body"), (tooLong.Status, tooLong.Text("code")));
        var tooLarge = await admin.Call.PostJsonAsync(Path, $$"""{"reason":"{{new string('x', 1024 * 1024)}}"}""");
        Assert.Equal((413, "body-too-large"), (tooLarge.Status, tooLarge.Text("code")));
        var text = await admin.Call.PostJsonAsync(Path, Reason, "text/plain");
        Assert.Equal((415, "bad-request"), (text.Status, text.Text("code")));
        Assert.Equal("The body must be JSON, with the header Content-Type: application/json.", text.Text("detail"));
    }

    [Fact]
    public async Task A_node_without_the_order_service_says_so()
    {
        await using var shop = await LocalShop.StartAsync(
            new LocalShop.Plan { Services = [ShopServices.Stock], Log = new SilentLog() });
        await using var admin = await LocalAdmin.StartAsync(shop);
        foreach (var reply in new[]
        {
            await admin.Call.PostJsonAsync("/admin/v1/sagas/1/push", Reason),
            await admin.Call.GetAsync("/admin/v1/sagas/1"),
            await admin.Call.GetAsync("/admin/v1/sagas"),
        })
        {
            Assert.Equal((503, "service-unavailable"), (reply.Status, reply.Text("code")));
            Assert.Contains("order service is not in this process", reply.Text("detail"));
        }
    }

    private static async Task<long> LooksAsync(LocalAdmin admin, string order) =>
        (await admin.Call.GetAsync($"/admin/v1/sagas/{order}")).Json.GetProperty("looks").GetInt64();
}
