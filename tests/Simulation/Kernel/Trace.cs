using System.Text;

namespace Cartwright.Simulation.Kernel;

/// <summary>
/// The events of a run, as a hash that is compared between two runs of one seed, and, on request, as text.
/// </summary>
public sealed class Trace(bool isReadable)
{
    private readonly StringBuilder _text = new();

    /// <summary>
    /// Whether text is kept. Callers check this before they format a line, because formatting is expensive.
    /// </summary>
    public bool IsReadable { get; } = isReadable;

    public ulong Hash { get; private set; } = 14695981039346656037;

    public string Text => _text.ToString();

    public void Add(long value) =>
        Hash = unchecked(ulong.RotateLeft(Hash ^ (ulong)value, 23) * 0x9E3779B97F4A7C15);

    public void Line(long microseconds, string what) =>
        _text.Append($"{microseconds / 1000.0,12:F3} ").AppendLine(what);
}
