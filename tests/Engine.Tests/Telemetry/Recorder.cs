using System.Diagnostics;
using Cartwright.Engine.Telemetry;

namespace Cartwright.Engine.Tests.Telemetry;

/// <summary>
/// Listens to the engine's spans and keeps those of its own requests: other tests may run in parallel.
/// </summary>
internal sealed class Recorder : IDisposable
{
    private readonly ActivitySource _requests = new("Cartwright.Engine.Tests.Requests");
    private readonly ActivityListener _listener;
    private readonly List<Activity> _ended = [];
    private readonly HashSet<ActivityTraceId> _traces = [];

    public Recorder(ActivitySamplingResult sampling = ActivitySamplingResult.AllDataAndRecorded)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TelemetryNames.Source || source == _requests,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => sampling,
            ActivityStopped = Keep,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>The engine's spans that have ended, in the order of their beginnings.</summary>
    public IReadOnlyList<Activity> Spans
    {
        get
        {
            lock (_ended)
            {
                return [.. _ended.Where(IsOurs).OrderBy(span => span.StartTimeUtc)];
            }
        }
    }

    /// <summary>Runs an action within the span of a request, as an HTTP server does.</summary>
    public Activity Request(Action action)
    {
        using var request = _requests.StartActivity("request", ActivityKind.Server)!;
        lock (_ended)
        {
            _traces.Add(request.TraceId);
        }

        action();
        return request;
    }

    public void Dispose()
    {
        _listener.Dispose();
        _requests.Dispose();
    }

    private void Keep(Activity span)
    {
        lock (_ended)
        {
            _ended.Add(span);
        }
    }

    private bool IsOurs(Activity span) => span.Source != _requests && _traces.Contains(span.TraceId);
}
