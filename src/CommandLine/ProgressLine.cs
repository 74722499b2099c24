using System.Diagnostics;

namespace Cartwright.CommandLine;

/// <summary>
/// The progress of a verb, on standard error: one line that is rewritten on a terminal, plain lines elsewhere; at most
/// one a second either way.
/// </summary>
public sealed class ProgressLine(string verb)
{
    private readonly Lock _lock = new();
    private long _lastTicks = Stopwatch.GetTimestamp();
    private int _lineLength;

    /// <summary>Shows a passing state, unless something was shown less than a second ago.</summary>
    public void ShowProgress(Func<string> text)
    {
        lock (_lock)
        {
            if (Stopwatch.GetElapsedTime(_lastTicks) < TimeSpan.FromSeconds(1))
            {
                return;
            }

            _lastTicks = Stopwatch.GetTimestamp();
            Write(text());
        }
    }

    /// <summary>Writes a line that should stay readable.</summary>
    public void WriteLine(string text)
    {
        lock (_lock)
        {
            _lastTicks = Stopwatch.GetTimestamp();
            Write(text);
            EndLine();
        }
    }

    /// <summary>Leaves the last text as it is, and begins a new line.</summary>
    public void Finish()
    {
        lock (_lock)
        {
            EndLine();
        }
    }

    private void Write(string text)
    {
        var line = $"{verb}: {text}";
        if (Console.IsErrorRedirected)
        {
            Console.Error.WriteLine(line);
            return;
        }

        Console.Error.Write($"\r{line.PadRight(_lineLength)}");
        _lineLength = line.Length;
    }

    private void EndLine()
    {
        if (_lineLength > 0)
        {
            Console.Error.WriteLine();
            _lineLength = 0;
        }
    }
}
