using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Cartwright.Http.Tests.Collector;

/// <summary>Receives OTLP over HTTP at a port of its own, and keeps it for the tests.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly WebApplication _app;

    private OtlpCollector(WebApplication app) => _app = app;

    public ConcurrentQueue<ReceivedSpan> Spans { get; } = new();

    /// <summary>The names of all metrics received.</summary>
    public ConcurrentDictionary<string, bool> Metrics { get; } = new();

    /// <summary>The texts of the log.</summary>
    public ConcurrentQueue<string> Logs { get; } = new();

    /// <summary>The resource attributes of all exporters, `name=value`.</summary>
    public ConcurrentDictionary<string, bool> Resources { get; } = new();

    /// <summary>The variables that make a process export here without delay.</summary>
    public Dictionary<string, string> Variables => VariablesTo(_app.Urls.First());

    public static async Task<OtlpCollector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var collector = new OtlpCollector(app);
        app.MapPost("/v1/traces", (HttpRequest request) => TakeAsync(request, collector.TakeTraces));
        app.MapPost("/v1/metrics", (HttpRequest request) => TakeAsync(request, collector.TakeMetrics));
        app.MapPost("/v1/logs", (HttpRequest request) => TakeAsync(request, collector.TakeLogs));
        await app.StartAsync();
        return collector;
    }

    /// <summary>The variables that make a process export to an address without delay.</summary>
    public static Dictionary<string, string> VariablesTo(string url) => new()
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = url,
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
        ["OTEL_BLRP_SCHEDULE_DELAY"] = "100",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "300",
    };

    /// <summary>The spans of one trace so far.</summary>
    public List<ReceivedSpan> SpansOf(string trace) => [.. Spans.Where(span => span.Trace == trace)];

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task<IResult> TakeAsync(HttpRequest request, Action<ReadOnlyMemory<byte>> take)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        take(body.ToArray());
        return Results.Bytes([], "application/x-protobuf");
    }

    // ExportTraceServiceRequest: resource_spans 1 { resource 1, scope_spans 2 { spans 2 } }.
    private void TakeTraces(ReadOnlyMemory<byte> request)
    {
        foreach (var group in ProtobufField.Find(request, 1))
        {
            var role = RoleOf(group);
            foreach (var span in ProtobufField.Find(group, 2, 2))
            {
                var fields = ProtobufField.Of(span).ToLookup(field => field.Number);
                Spans.Enqueue(new ReceivedSpan(
                    fields[1].First().Hex,
                    fields[2].First().Hex,
                    fields[4].FirstOrDefault().Hex,
                    fields[5].First().Text,
                    role));
            }
        }
    }

    // ExportMetricsServiceRequest: resource_metrics 1 { resource 1, scope_metrics 2 { metrics 2 { name 1 } } }.
    private void TakeMetrics(ReadOnlyMemory<byte> request)
    {
        foreach (var group in ProtobufField.Find(request, 1))
        {
            RoleOf(group);
            foreach (var metric in ProtobufField.Find(group, 2, 2))
            {
                Metrics[ProtobufField.Of(metric).First(field => field.Number == 1).Text] = true;
            }
        }
    }

    // ExportLogsServiceRequest: resource_logs 1 { scope_logs 2 { log_records 2 { body 5 { string_value 1 } } } }.
    private void TakeLogs(ReadOnlyMemory<byte> request)
    {
        foreach (var body in ProtobufField.Find(request, 1, 2, 2, 5))
        {
            Logs.Enqueue(ProtobufField.Of(body).First(field => field.Number == 1).Text);
        }
    }

    // Resource: attributes 1 { key 1, value 2 { string_value 1 } }.
    private string RoleOf(ReadOnlyMemory<byte> group)
    {
        var attributes = ProtobufField.Find(group, 1, 1)
            .Select(ProtobufField.Of)
            .ToDictionary(
                pair => pair.First(field => field.Number == 1).Text,
                pair => ProtobufField.Find(pair.First(field => field.Number == 2).Bytes, 1)
                    .Select(text => new ProtobufField(1, text).Text)
                    .FirstOrDefault(""));
        foreach (var (name, value) in attributes)
        {
            Resources[$"{name}={value}"] = true;
        }

        return attributes.GetValueOrDefault("cartwright.role", "");
    }
}
