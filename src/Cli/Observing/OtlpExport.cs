using Cartwright.Engine.Telemetry;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Cartwright.Cli.Observing;

/// <summary>
/// Exports spans, metrics and the log by OTLP. Everything about it is set by OpenTelemetry's own variables, and read by
/// its own library. Items that wait for a collector wait in bounded queues, and are dropped where the queues are full.
/// </summary>
internal sealed class OtlpExport : IAsyncDisposable
{
    // A collector that does not answer must not keep a node from ending.
    private const int LastWordsMs = 1_500;
    private const string HealthPath = "/healthz";

    private readonly OpenTelemetrySdk _sdk;

    private OtlpExport(OpenTelemetrySdk sdk) => _sdk = sdk;

    /// <summary>Begins to export; null where no endpoint is named.</summary>
    /// <param name="resource">The identity of the process.</param>
    public static OtlpExport? StartExport(TelemetryResource resource)
    {
        var signals = OtlpSignals.ReadVariables(Environment.GetEnvironmentVariable);
        return signals.Any ? new OtlpExport(CreateSdk(signals, resource.DescribeTo)) : null;
    }

    /// <summary>Has a logger's lines exported too.</summary>
    public void AddTo(ILoggingBuilder logging) => logging.AddProvider(new Forwarding(_sdk.GetLoggerFactory()));

    public ValueTask DisposeAsync()
    {
        Parallel.Invoke(
            () => _sdk.TracerProvider.Shutdown(LastWordsMs),
            () => _sdk.MeterProvider.Shutdown(LastWordsMs),
            () => _sdk.LoggerProvider.Shutdown(LastWordsMs));
        _sdk.Dispose();
        return ValueTask.CompletedTask;
    }

    private static OpenTelemetrySdk CreateSdk(
        OtlpSignals signals, Action<ResourceBuilder> describe) => OpenTelemetrySdk.Create(sdk =>
    {
        sdk.ConfigureResource(describe).UseOtlpExporter();
        if (signals.Traces)
        {
            sdk.WithTracing(ConfigureTracing);
        }

        if (signals.Metrics)
        {
            sdk.WithMetrics(MeasuredMeters.AddMeters);
        }

        if (signals.Logs)
        {
            sdk.WithLogging(configureBuilder: null, options => options.IncludeFormattedMessage = true);
        }
    });

    // Probes come every second, and would bury the other spans.
    private static void ConfigureTracing(TracerProviderBuilder tracing) => tracing
        .AddSource(TelemetryNames.Source)
        .AddAspNetCoreInstrumentation(web => web.Filter = http =>
            !http.Request.Path.StartsWithSegments(HealthPath, StringComparison.Ordinal))
        .AddHttpClientInstrumentation(client => client.FilterHttpRequestMessage = request =>
            request.RequestUri?.AbsolutePath.StartsWith(HealthPath, StringComparison.Ordinal) is not true);

    // The engines and the web server have loggers of their own, and one export.
    private sealed class Forwarding(ILoggerFactory export) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => export.CreateLogger(categoryName);

        public void Dispose()
        {
            // The export ends after all sources of log lines.
        }
    }
}
