using Cartwright.Engine.Options;
using Cartwright.Web.Http;
using Microsoft.Extensions.Logging;

namespace Cartwright.Web.Access;

/// <summary>
/// A value that is read from files, and read again within a second after they change. While the files cannot be used,
/// the last value stays.
/// </summary>
internal sealed class ReloadedFiles<T> : IDisposable
    where T : class
{
    // A file that is replaced can be gone for one comparison.
    private const int TroublesBeforeWarning = 2;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly string _names;
    private readonly WatchedFiles _watched;
    private readonly Func<T> _read;
    private readonly ILogger _log;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private volatile T _current;
    private int _troubles;

    /// <param name="files">The files.</param>
    /// <param name="read">Makes the value of them; throws a <see cref="FormatException"/> where it cannot.</param>
    /// <param name="log">Receives a line for each change.</param>
    /// <param name="clock">Times the comparisons.</param>
    public ReloadedFiles(IReadOnlyList<string> files, Func<T> read, ILogger log, TimeProvider clock)
    {
        (_names, _read, _log) = (string.Join(", ", files), read, log);

        // Before the first reading: a change in between is seen by the next comparison.
        _watched = new WatchedFiles(files);
        _current = read();
        _timer = clock.CreateTimer(_ => Compare(), state: null, Interval, Interval);
    }

    /// <summary>The value of the last files that could be used.</summary>
    public T Current => _current;

    public void Dispose() => _timer.Dispose();

    // A comparison that takes longer than the interval is not joined by a second one.
    private void Compare()
    {
        if (!_lock.TryEnter())
        {
            return;
        }

        try
        {
            if (_watched.HaveChanged())
            {
                Replace();
            }

            NoteTrouble(_watched.Trouble);
        }
        finally
        {
            _lock.Exit();
        }
    }

    // One line for each time that the files cannot be read, however long it lasts.
    private void NoteTrouble(string? trouble)
    {
        if (trouble is null)
        {
            _troubles = 0;
        }
        else if (++_troubles == TroublesBeforeWarning)
        {
            WebLog.FilesUnusable(_log, _names, trouble);
        }
    }

    private void Replace()
    {
        try
        {
            _current = _read();
            WebLog.FilesRead(_log, _names);
        }
        catch (Exception unusable) when (unusable is FormatException or IOException or UnauthorizedAccessException)
        {
            WebLog.FilesUnusable(_log, _names, unusable.Message);
        }
    }
}
