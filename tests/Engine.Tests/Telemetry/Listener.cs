using System.Diagnostics.Metrics;
using System.Globalization;
using Cartwright.Engine.Telemetry;

namespace Cartwright.Engine.Tests.Telemetry;

/// <summary>
/// Listens to the measurements of one engine, or of another scope of a meter. A measurement is its value and the values
/// of its attributes.
/// </summary>
internal sealed class Listener : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly List<(string Name, string Told)> _heard = [];

    public Listener(params object[] scopes)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == TelemetryNames.Meter && scopes.Contains(instrument.Meter.Scope))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Hear(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Hear(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Hear(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>The measurements of an instrument so far.</summary>
    public IReadOnlyList<string> Heard(string name) =>
        [.. _heard.Where(one => one.Name == name).Select(one => one.Told)];

    /// <summary>The current value of a gauge.</summary>
    public IReadOnlyList<string> Collected(string name)
    {
        _heard.Clear();
        _listener.RecordObservableInstruments();
        return Heard(name);
    }

    public void Dispose() => _listener.Dispose();

    private void Hear<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        where T : IFormattable
    {
        var told = value.ToString(null, CultureInfo.InvariantCulture);
        foreach (var tag in tags)
        {
            told += $" {tag.Value}";
        }

        _heard.Add((instrument.Name, told));
    }
}
