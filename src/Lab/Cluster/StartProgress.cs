using System.Collections.Concurrent;
using System.Globalization;
using Cartwright.CommandLine;

namespace Cartwright.Lab.Cluster;

/// <summary>
/// The parts that a start waits for, and since when: a line on a terminal that is rewritten each second, and lines in
/// the supervisor's log, one every ten seconds and one for each part that has become ready.
/// </summary>
internal sealed class StartProgress : IAsyncDisposable
{
    private const int LinesEvery = 10;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, long> _waiting = new();
    private readonly ProgressLine _line = new("cluster up");
    private readonly CancellationTokenSource _ending = new();
    private readonly TimeProvider _clock;
    private readonly string _logFile;
    private readonly bool _isOnTerminal;
    private readonly Task _showing;

    /// <param name="logFile">The supervisor's log.</param>
    /// <param name="clock">By which it is measured.</param>
    public StartProgress(string logFile, TimeProvider clock)
    {
        (_logFile, _clock) = (logFile, clock);
        _isOnTerminal = !Console.IsErrorRedirected;
        _showing = ShowAsync();
    }

    /// <summary>A part is being started.</summary>
    public void Begin(string name) => _waiting[name] = _clock.GetTimestamp();

    /// <summary>A part has become ready.</summary>
    public void End(string name)
    {
        if (_waiting.TryRemove(name, out var since))
        {
            Log($"{name} is ready after {Seconds(since)} s.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _showing;
        _ending.Dispose();
    }

    private async Task ShowAsync()
    {
        using var timer = new PeriodicTimer(Pause, _clock);
        try
        {
            for (var second = 1; await timer.WaitForNextTickAsync(_ending.Token); second++)
            {
                if (_isOnTerminal)
                {
                    _line.ShowProgress(Waiting);
                }

                if (second % LinesEvery == 0 && !_waiting.IsEmpty)
                {
                    Log(Waiting());
                }
            }
        }
        catch (OperationCanceledException)
        {
            if (_isOnTerminal)
            {
                _line.Finish();
            }
        }
    }

    private string Waiting() => _waiting.IsEmpty
        ? "nothing is waited for"
        : "waiting for " + string.Join(", ", _waiting
            .OrderBy(part => part.Key, StringComparer.Ordinal)
            .Select(part => $"{part.Key} ({Seconds(part.Value)} s)"));

    private string Seconds(long since) =>
        _clock.GetElapsedTime(since).TotalSeconds.ToString("F0", CultureInfo.InvariantCulture);

    // Where standard error is that log, or another file, a line is written once.
    private void Log(string text)
    {
        var line = $"{_clock.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss'Z'} {text}";
        if (!_isOnTerminal)
        {
            Console.Error.WriteLine(line);
        }

        if (!SupervisorLog.IsStandardError(_logFile))
        {
            SupervisorLog.Append(_logFile, line);
        }
    }
}
