using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Cartwright.Http.Tests.Collector;
using Cartwright.Http.Tests.Server;

namespace Cartwright.Http.Tests.Telemetry;

/// <summary>The exports of a real shop to a real collector, and its behaviour without one.</summary>
public sealed class OtlpTests
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";
    private const string Caller = "b7ad6b7169203331";

    private static readonly string[] Steps =
    [
        "POST /orders/checkout/{order_id}", "check-out-order.v1", "hold-credit.v1", "take-stock.v1", "stock-taken.v1",
        "capture-credit.v1",
    ];

    [Fact]
    public async Task A_checkout_is_exported_as_one_trace_that_goes_on_from_its_callers()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var shop = await RunningShop.StartAsync("final", collector.Variables);
        await shop.BuyAsync(("traceparent", $"00-{Trace}-{Caller}-01"));
        await Eventually.IsAsync(
            "the trace is there",
            () => Task.FromResult(collector.SpansOf(Trace).Count >= Steps.Length));
        var (parent, chain) = (Caller, new List<string>());
        while (collector.SpansOf(Trace).Find(span => span.Parent == parent) is { } next)
        {
            chain.Add(next.Name);
            parent = next.Id;
        }

        Assert.Equal(Steps, chain);
        Assert.Equal(Steps.Length, collector.SpansOf(Trace).Count);
        Assert.All(collector.SpansOf(Trace), span => Assert.Equal("shop", span.Role));
        Assert.Contains("service.name=cartwright", collector.Resources.Keys);
    }

    /// <summary>The same trace by gRPC, in a receiver that shares no line of code with the tests.</summary>
    [Fact]
    public async Task A_checkout_is_one_trace_in_a_receiver_that_is_not_ours()
    {
        await using var dashboard = await AspireDashboard.StartAsync();
        await using var shop = await RunningShop.StartAsync("final", dashboard.Variables);
        await shop.BuyAsync(("traceparent", $"00-{Trace}-{Caller}-01"));
        List<ReceivedSpan> spans = [];
        await Eventually.IsAsync(
            "the trace is there",
            async () => (spans = [.. await dashboard.SpansOfAsync(Trace)]).Count >= Steps.Length);
        var (parent, chain) = (Caller, new List<string>());
        while (spans.Find(span => span.Parent == parent) is { } next)
        {
            chain.Add(next.Name);
            parent = next.Id;
        }

        Assert.Equal(Steps, chain);
        Assert.Equal(Steps.Length, spans.Count);
    }

    // One request that its caller has not sampled, and one that the node's own sampler has not.
    [Theory]
    [Trait("Kind", "Long")]
    [InlineData("00")]
    [InlineData(null)]
    public async Task What_is_not_sampled_is_not_exported(string? flags)
    {
        await using var collector = await OtlpCollector.StartAsync();
        Dictionary<string, string> variables = new(collector.Variables)
        {
            ["OTEL_TRACES_SAMPLER"] = "parentbased_traceidratio",
            ["OTEL_TRACES_SAMPLER_ARG"] = "0",
        };
        await using var shop = await RunningShop.StartAsync("final", variables);
        await shop.BuyAsync([.. flags is null ? [] : new[] { ("traceparent", $"00-{Trace}-{Caller}-{flags}") }]);
        Assert.Equal(0, await shop.Process.StopAsync());
        Assert.Empty(collector.Spans);
        Assert.NotEmpty(collector.Metrics);
    }

    [Fact]
    public async Task Metrics_are_exported_under_their_names()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var shop = await RunningShop.StartAsync("final", collector.Variables);
        await shop.BuyAsync();
        string[] names =
        [
            "cartwright.checkouts", "cartwright.checkout.duration", "cartwright.batch.size",
            "cartwright.commit.duration", "cartwright.outbox.size", "cartwright.outbox.age", "cartwright.intake.size",
            "cartwright.checkout.unfinished", "cartwright.checkout.unfinished.age", "http.server.request.duration",
            "dotnet.gc.collections",
        ];
        await Eventually.IsAsync(
            "all metrics are there", () => Task.FromResult(!names.Except(collector.Metrics.Keys).Any()));
    }

    // A parked message that still cannot be read is retried; the failure is on standard output as JSON, and exported.
    [Fact]
    public async Task The_log_is_exported_and_is_json_where_that_is_asked_for()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var shop = await RunningShop.StartAsync("final", collector.Variables, "--log-format", "json");
        await ParkedMessages.AddUnreadableAsync(shop.Folder);
        await Eventually.IsAsync(
            "the error is exported",
            () => Task.FromResult(collector.Logs.Any(line => line.StartsWith("A message is parked"))));
        Assert.Equal(0, await shop.Process.StopAsync());
        var lines = shop.Process.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !string.IsNullOrWhiteSpace(line))
            .Select(line => JsonDocument.Parse(line).RootElement)
            .ToList();
        Assert.Contains(
            lines, line => line.GetProperty("Message").GetString()!.StartsWith("Cartwright is ready on "));
        var error = lines.First(line => line.GetProperty("LogLevel").GetString() == "Error");
        Assert.Equal(5, error.GetProperty("EventId").GetInt32());
        Assert.Equal("Cartwright.Engine", error.GetProperty("Category").GetString());
        Assert.StartsWith("A message is parked: a-test (Not JSON: ", error.GetProperty("Message").GetString());
        Assert.Contains(error.GetProperty("Message").GetString()!, collector.Logs);
    }

    [Theory]
    [Trait("Kind", "Long")]
    [InlineData("OTEL_SDK_DISABLED", "true")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "")]
    public async Task Nothing_is_exported_where_it_is_turned_off(string name, string value)
    {
        await using var collector = await OtlpCollector.StartAsync();
        Dictionary<string, string> variables = new(collector.Variables) { [name] = value };
        await using var shop = await RunningShop.StartAsync("final", variables);
        await shop.BuyAsync(("traceparent", $"00-{Trace}-{Caller}-01"));
        Assert.Equal(0, await shop.Process.StopAsync());
        Assert.Empty(collector.Spans);
        Assert.Empty(collector.Metrics);
    }

    [Fact]
    public async Task An_endpoint_of_one_signal_turns_on_only_that_one()
    {
        await using var collector = await OtlpCollector.StartAsync();
        Dictionary<string, string> variables = new(collector.Variables)
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "",
            ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"] = collector.Variables["OTEL_EXPORTER_OTLP_ENDPOINT"] + "/v1/traces",
        };
        await using var shop = await RunningShop.StartAsync("final", variables);
        await shop.BuyAsync();
        Assert.Equal(0, await shop.Process.StopAsync());
        Assert.Contains("capture-credit.v1", collector.Spans.Select(span => span.Name));
        Assert.Empty(collector.Metrics);
    }

    // One collector refuses connections; the other accepts everything and never answers.
    [Theory]
    [Trait("Kind", "Long")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_dead_collector_neither_stops_nor_slows_a_checkout_nor_keeps_a_shop_from_ending(bool answersNot)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = $"http://{listener.LocalEndpoint}";
        if (!answersNot)
        {
            listener.Stop();
        }

        await using var shop = await RunningShop.StartAsync("final", OtlpCollector.VariablesTo(url));
        var user = await shop.Call.NewUserAsync(credit: 10_000);
        var item = await shop.Call.NewItemAsync(price: 1, stock: 10_000);
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 100; i++)
        {
            var order = await shop.Call.NewOrderAsync(user, (item, 1));
            Assert.Equal(200, (await shop.Call.CheckOutAsync(order)).Status);
        }

        // An export times out after ten seconds; not one of 300 requests waits for it.
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
        Assert.Equal(9_900, await shop.Call.StockAsync(item));
        watch.Restart();
        Assert.Equal(0, await shop.Process.StopAsync());
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(8));
    }

    [Theory]
    [Trait("Kind", "Long")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "/v1/traces")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json")]
    [InlineData("OTEL_TRACES_SAMPLER", "sometimes")]
    [InlineData("OTEL_TRACES_SAMPLER_ARG", "1.5")]
    public async Task A_variable_that_says_what_is_not_there_keeps_the_shop_from_starting(string name, string value)
    {
        using var folder = new DataFolder();
        await using var server = ServerProcess.Launch(
            new Dictionary<string, string>(OtlpCollector.VariablesTo(Nowhere.Address)) { [name] = value },
            "--urls", "http://127.0.0.1:0", "--data", folder.Path);
        Assert.Equal(2, await server.EndedAsync());
        Assert.StartsWith(name + " ", server.Errors);
        Assert.Contains($"'{value}'", server.Errors);
    }
}
