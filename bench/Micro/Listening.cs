using System.Diagnostics;
using System.Diagnostics.Metrics;
using Cartwright.Engine.Telemetry;

namespace Cartwright.Micro;

/// <summary>A listener for the engine's telemetry that keeps nothing.</summary>
internal sealed class Listening : IDisposable
{
    private readonly ActivitySource _requests = new("Cartwright.Micro");
    private readonly ActivityListener? _spans;
    private readonly MeterListener? _metrics;
    private int _turn;

    /// <param name="metrics">Whether it subscribes to metrics.</param>
    /// <param name="everyNth">It samples the trace of each nth request; 0 for no traces.</param>
    public Listening(bool metrics, int everyNth)
    {
        if (metrics)
        {
            _metrics = new MeterListener { InstrumentPublished = (one, all) => all.EnableMeasurementEvents(one) };
            _metrics.SetMeasurementEventCallback<int>((_, _, _, _) => { });
            _metrics.SetMeasurementEventCallback<long>((_, _, _, _) => { });
            _metrics.SetMeasurementEventCallback<double>((_, _, _, _) => { });
            _metrics.Start();
        }

        if (everyNth > 0)
        {
            _spans = new ActivityListener
            {
                ShouldListenTo = source => source == _requests || source.Name == TelemetryNames.Source,
                Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                    options.Parent.TraceFlags.HasFlag(ActivityTraceFlags.Recorded) || ++_turn % everyNth == 0
                        ? ActivitySamplingResult.AllDataAndRecorded
                        : ActivitySamplingResult.PropagationData,
            };
            ActivitySource.AddActivityListener(_spans);
        }
    }

    /// <summary>Begins a request's activity as an HTTP server would; null if it is not sampled.</summary>
    public Activity? Request() => _requests.StartActivity("request", ActivityKind.Server);

    public void Dispose()
    {
        _spans?.Dispose();
        _metrics?.Dispose();
        _requests.Dispose();
    }
}
