using System.Diagnostics;
using Cartwright.Http.Tests.Gateway;
using Cartwright.Http.Tests.Server;

namespace Cartwright.Http.Tests.Telemetry;

/// <summary>The trace id of a 5xx answer is in the log, in the same form.</summary>
public sealed class TraceIdTests
{
    private const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    public async Task A_503_is_found_in_the_log_of_a_shop(string format)
    {
        await using var shop = await RunningShop.StartAsync(
            "immediate", "--log-format", format, "--request-patience-ms", "200");
        string traceId;
        await using (await LockedFile.OfAsync(shop.Folder))
        {
            var reply = await shop.Call.PostAsync("/payment/create_user");
            reply.MustBeProblem(503, "database-unavailable");
            traceId = reply.Text("traceId");
        }

        await shop.Process.StopAsync();
        Assert.Contains(traceId, shop.Process.Output);
    }

    [Fact]
    [Trait("Kind", "Long")]
    public async Task A_503_is_found_in_the_log_of_a_gateway_by_the_trace_of_its_client()
    {
        await using var gateway = await OneNode.StartGatewayAsync(Nowhere.Address);
        using var caller = new ShopCaller(gateway.Url);

        var reply = await caller.PostAsync(
            "/payment/create_user", ("traceparent", $"00-{TraceId}-00f067aa0ba902b7-01"));

        reply.MustBeProblem(503, "service-unavailable");
        Assert.Equal(TraceId, reply.Text("traceId"));
        await gateway.StopAsync();
        Assert.Contains("POST /payment/create_user was answered with 503 service-unavailable", gateway.Output);
        Assert.Contains(TraceId, gateway.Output);
    }

    // In an outage, thousands of lines a second would be a second fault.
    [Fact]
    [Trait("Kind", "Long")]
    public async Task Of_many_at_once_the_log_has_a_few()
    {
        await using var gateway = await OneNode.StartGatewayAsync(Nowhere.Address);
        using var caller = new ShopCaller(gateway.Url);
        var watch = Stopwatch.StartNew();

        var replies = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => caller.PostAsync("/stock/add/1/1")));

        var seconds = (int)watch.Elapsed.TotalSeconds + 1;
        Assert.All(replies, reply => Assert.Equal(503, reply.Status));
        await gateway.StopAsync();
        Assert.InRange(gateway.Output.Split("was answered with 503").Length - 1, 1, 10 * (seconds + 1));
    }
}
