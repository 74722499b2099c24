using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Cartwright.Cli.Observing;

/// <summary>
/// The metrics of a process for a Prometheus that scrapes it. OpenTelemetry's library measures, sums up and bounds the
/// number of series; only the text is written here. Its own exporter for Prometheus has pre-releases only.
/// </summary>
internal sealed class PrometheusMetrics : IDisposable
{
    private readonly TextExporter _exporter = new();
    private readonly BaseExportingMetricReader _reader;
    private readonly MeterProvider _provider;
    private readonly Lock _lock = new();

    /// <param name="resource">The identity of the process.</param>
    public PrometheusMetrics(TelemetryResource resource)
    {
        _reader = new BaseExportingMetricReader(_exporter);
        var builder = Sdk.CreateMeterProviderBuilder().ConfigureResource(resource.DescribeTo);
        MeasuredMeters.AddMeters(builder);
        _provider = builder.AddReader(_reader).Build();
    }

    /// <summary>The metrics of this moment, in the text format of Prometheus. Scrapes wait for each other.</summary>
    public string ReadText()
    {
        lock (_lock)
        {
            return _reader.Collect()
                ? _exporter.Text
                : throw new InvalidOperationException("The metrics could not be collected.");
        }
    }

    public void Dispose() => _provider.Dispose();

    private sealed class TextExporter : BaseExporter<Metric>
    {
        public string Text { get; private set; } = "";

        public override ExportResult Export(in Batch<Metric> batch)
        {
            var text = new PrometheusText();
            text.WriteIdentity(ParentProvider.GetResource().Attributes);
            foreach (var metric in batch)
            {
                text.WriteMetric(metric);
            }

            Text = text.ToString();
            return ExportResult.Success;
        }
    }
}
