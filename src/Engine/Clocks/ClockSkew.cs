using System.Diagnostics.Metrics;
using Cartwright.Engine.Telemetry;
using Cartwright.Kernel;
using Microsoft.Extensions.Logging;

namespace Cartwright.Engine.Clocks;

/// <summary>
/// How far this machine's wall clock is from the time of its service. No decision rests on it, but the log, the traces
/// and everything else on the machine do.
/// </summary>
internal sealed class ClockSkew : IDisposable
{
    private static readonly TimeSpan Worth = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    private readonly TimeProvider _machine;
    private readonly ILogger _log;
    private readonly Meter _meter;
    private double _seconds;
    private TimeSpan _pause;
    private long _toldAt;

    public ClockSkew(Role role, TimeProvider machine, ILogger log)
    {
        (_machine, _log) = (machine, log);
        _meter = new Meter(new MeterOptions(TelemetryNames.Meter) { Scope = this });
        var service = new KeyValuePair<string, object?>(TelemetryNames.Service, role.Name);
        _meter.CreateObservableGauge(
            "cartwright.clock.skew",
            () => new Measurement<double>(Volatile.Read(ref _seconds), service),
            "s",
            "Lead of the machine's wall clock over the database's clock, in seconds; negative when behind.");
    }

    /// <summary>Compares the wall clock with the shared time, both since 1970 in ticks of 100 ns.</summary>
    /// <param name="shared">The shared time now.</param>
    /// <param name="error">By how much that can be wrong.</param>
    public void Measure(long shared, long error)
    {
        var skew = TimeSpan.FromTicks(_machine.GetUtcNow().Ticks - DateTimeOffset.UnixEpoch.Ticks - shared);
        Volatile.Write(ref _seconds, Math.Round(skew.TotalSeconds, 3));
        if (skew.Duration() - TimeSpan.FromTicks(error) >= Worth)
        {
            Warn();
        }
        else if (_pause > TimeSpan.Zero && skew.Duration() < Worth)
        {
            _pause = TimeSpan.Zero;
            EngineLog.ClockRight(_log);
        }
    }

    public void Dispose() => _meter.Dispose();

    // Once, and then ever more seldom, for as long as it lasts.
    private void Warn()
    {
        if (_pause > TimeSpan.Zero && _machine.GetElapsedTime(_toldAt) < _pause)
        {
            return;
        }

        var next = TimeSpan.FromTicks(Math.Min(2 * _pause.Ticks, LongestPause.Ticks));
        _pause = _pause > TimeSpan.Zero ? next : FirstPause;
        _toldAt = _machine.GetTimestamp();
        EngineLog.ClockSkewed(_log, Math.Abs(_seconds), _seconds > 0 ? "ahead of" : "behind");
    }
}
