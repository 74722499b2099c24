using System.Globalization;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Cartwright.Cli.Observing;

/// <summary>
/// Writes metrics in the
/// <see href="https://prometheus.io/docs/instrumenting/exposition_formats/">text format of Prometheus</see>, version
/// 0.0.4. A metric without a measurement is left out.
/// </summary>
internal sealed class PrometheusText
{
    private readonly StringBuilder _text = new();

    // Two meters can have one name; a second metric of a name would make the whole scrape invalid.
    private readonly HashSet<string> _written = [];

    /// <summary>Writes the identity of the process, as the labels of one series that is always 1.</summary>
    public void WriteIdentity(IEnumerable<KeyValuePair<string, object>> attributes)
    {
        WriteHead("target_info", "gauge", "The identity of the process.");
        WriteSample("target_info", LabelsOf(attributes.Select(pair => (pair.Key, (object?)pair.Value))), "1");
    }

    /// <summary>Writes a metric with all of its series.</summary>
    public void WriteMetric(Metric metric)
    {
        var type = TypeOf(metric.MetricType);
        var name = PrometheusNames.NameOf(metric.Name, metric.Unit, type);
        if (type is null || !_written.Add(name))
        {
            return;
        }

        WriteHead(name, type, metric.Description);
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            var labels = LabelsOf(point.Tags);
            if (metric.MetricType == MetricType.Histogram)
            {
                WriteHistogram(name, labels, point);
            }
            else
            {
                WriteSample(name, labels, ValueOf(metric.MetricType, point));
            }
        }
    }

    public override string ToString() => _text.ToString();

    private static string? TypeOf(MetricType type) => type switch
    {
        MetricType.LongSum or MetricType.DoubleSum => "counter",
        MetricType.LongGauge or MetricType.DoubleGauge
            or MetricType.LongSumNonMonotonic or MetricType.DoubleSumNonMonotonic => "gauge",
        MetricType.Histogram => "histogram",
        _ => null,
    };

    private static string ValueOf(MetricType type, in MetricPoint point) => type switch
    {
        MetricType.LongSum or MetricType.LongSumNonMonotonic => Text(point.GetSumLong()),
        MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => Text(point.GetSumDouble()),
        MetricType.LongGauge => Text(point.GetGaugeLastValueLong()),
        MetricType.DoubleGauge => Text(point.GetGaugeLastValueDouble()),
        _ => throw new InvalidOperationException($"A metric of the type {type} has no single value."),
    };

    // Buckets count all measurements up to their bound, the smaller ones included.
    private void WriteHistogram(string name, string labels, in MetricPoint point)
    {
        var comma = labels.Length > 0 ? "," : "";
        long count = 0;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            count += bucket.BucketCount;
            WriteSample($"{name}_bucket", $"{labels}{comma}le=\"{Text(bucket.ExplicitBound)}\"", Text(count));
        }

        WriteSample($"{name}_sum", labels, Text(point.GetHistogramSum()));
        WriteSample($"{name}_count", labels, Text(point.GetHistogramCount()));
    }

    private void WriteHead(string name, string type, string description) => _text
        .Append("# HELP ").Append(name).Append(' ')
        .Append(description.Replace("\\", "\\\\").Replace("\n", "\\n")).Append('\n')
        .Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');

    private void WriteSample(string name, string labels, string value)
    {
        _text.Append(name);
        if (labels.Length > 0)
        {
            _text.Append('{').Append(labels).Append('}');
        }

        _text.Append(' ').Append(value).Append('\n');
    }

    private static string LabelsOf(in ReadOnlyTagCollection tags)
    {
        List<(string, object?)> pairs = [];
        foreach (var tag in tags)
        {
            pairs.Add((tag.Key, tag.Value));
        }

        return LabelsOf(pairs);
    }

    private static string LabelsOf(IEnumerable<(string Name, object? Value)> tags) =>
        string.Join(',', tags.Select(tag => $"{PrometheusNames.LabelOf(tag.Name)}=\"{EscapeLabel(tag.Value)}\""));

    private static string EscapeLabel(object? value) =>
        (Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")
        .Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n");

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf"
        : double.IsNegativeInfinity(value) ? "-Inf"
        : value.ToString("R", CultureInfo.InvariantCulture);
}
