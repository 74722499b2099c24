using Cartwright.Engine.Telemetry;
using OpenTelemetry.Metrics;

namespace Cartwright.Cli.Observing;

/// <summary>The meters of a process, the same for each way on which they leave it.</summary>
internal static class MeasuredMeters
{
    /// <summary>Adds them.</summary>
    public static void AddMeters(MeterProviderBuilder metrics) => metrics
        .AddMeter(TelemetryNames.Meter)
        .AddMeter("Npgsql")
        .AddAspNetCoreInstrumentation()
        .AddRuntimeInstrumentation();
}
