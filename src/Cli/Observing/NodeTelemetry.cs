using Microsoft.Extensions.Logging;

namespace Cartwright.Cli.Observing;

/// <summary>The ways on which the telemetry of a process leaves it.</summary>
/// <param name="export">The export by OTLP; null for none.</param>
/// <param name="metrics">The metrics that its admin address serves; null without one.</param>
internal sealed class NodeTelemetry(OtlpExport? export, PrometheusMetrics? metrics) : IAsyncDisposable
{
    /// <summary>The metrics that its admin address serves; null without one.</summary>
    public PrometheusMetrics? Metrics => metrics;

    /// <summary>Begins to measure, as far as somebody is interested.</summary>
    /// <param name="role">The node's services, <c>gateway</c>, or <c>shop</c>.</param>
    /// <param name="nodeName">A name that stays the same over a restart; null for none.</param>
    /// <param name="servesMetrics">Whether the process has an admin address.</param>
    public static NodeTelemetry StartTelemetry(string role, string? nodeName, bool servesMetrics)
    {
        var resource = new TelemetryResource(role, nodeName);
        return new NodeTelemetry(
            OtlpExport.StartExport(resource), servesMetrics ? new PrometheusMetrics(resource) : null);
    }

    /// <summary>Where the log goes.</summary>
    /// <param name="level">From which level on it is written.</param>
    /// <param name="isJson">Whether it is JSON, an object a line.</param>
    public NodeLogs LogsFrom(LogLevel level, bool isJson) => new(level, isJson, export);

    /// <summary>Exports what is measured and not yet exported.</summary>
    public async ValueTask DisposeAsync()
    {
        metrics?.Dispose();
        if (export is not null)
        {
            await export.DisposeAsync();
        }
    }
}
