namespace Cartwright.Engine.Options;

/// <summary>
/// A value that is read from files, and read again within a second after they change. While the files cannot be used,
/// the last value stays, and they are tried again: a certificate may become valid later.
/// </summary>
public sealed class ReloadedFiles<T> : IDisposable
    where T : class
{
    // A file that is replaced can be gone for one comparison, and a certificate does not fit its key between the two
    // writes.
    private const int TroublesBeforeWarning = 2;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly WatchedFiles _watched;
    private readonly Func<T> _read;
    private readonly Action<T> _replaced;
    private readonly Action<string> _unusable;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private volatile T _current;
    private bool _isStale;
    private int _troubles;
    private int _silences;
    private string? _warned;

    /// <param name="files">The files.</param>
    /// <param name="read">
    /// Makes the value of them; throws a <see cref="FormatException"/> or an <see cref="InvalidDataException"/> where
    /// it cannot.
    /// </param>
    /// <param name="replaced">Called with each later value, to log it.</param>
    /// <param name="unusable">
    /// Called with the reason why the files cannot be used, to log it: once for each reason, and again after
    /// <see cref="ComparisonsBetweenWarnings"/>.
    /// </param>
    /// <param name="clock">Times the comparisons.</param>
    public ReloadedFiles(
        IReadOnlyList<string> files, Func<T> read, Action<T> replaced, Action<string> unusable, TimeProvider clock)
    {
        (_read, _replaced, _unusable) = (read, replaced, unusable);

        // Before the first reading: a change in between is seen by the next comparison.
        _watched = new WatchedFiles(files);
        _current = read();
        _timer = clock.CreateTimer(_ => Compare(), state: null, Interval, Interval);
    }

    /// <summary>After how many comparisons, one a second, the same reason is logged again; null for never.</summary>
    public int? ComparisonsBetweenWarnings { get; init; }

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
            NoteTrouble(Reload());
        }
        finally
        {
            _lock.Exit();
        }
    }

    // The trouble with the files; null for none.
    private string? Reload()
    {
        _isStale |= _watched.HaveChanged();
        if (!_isStale)
        {
            return _watched.Trouble;
        }

        try
        {
            _current = _read();
            _isStale = false;
            _replaced(_current);
            return null;
        }
        catch (Exception unusable)
            when (unusable is FormatException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return unusable.Message;
        }
    }

    private void NoteTrouble(string? trouble)
    {
        if (trouble is null)
        {
            (_troubles, _warned) = (0, null);
        }
        else if (++_troubles >= TroublesBeforeWarning
            && (trouble != _warned || ++_silences >= ComparisonsBetweenWarnings))
        {
            (_warned, _silences) = (trouble, 0);
            _unusable(trouble);
        }
    }
}
