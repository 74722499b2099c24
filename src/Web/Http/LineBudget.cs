using System.Globalization;

namespace Cartwright.Web.Http;

/// <summary>
/// How many lines of one kind are logged: ten a second. In an outage there would be thousands; the next line counts the
/// omitted ones.
/// </summary>
internal sealed class LineBudget(TimeProvider clock)
{
    private const int LinesMax = 10;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private long _begin = clock.GetTimestamp();
    private int _lines;
    private long _unsaid;

    /// <summary>Whether one more line may be logged.</summary>
    /// <param name="more">The end of the line: how many were left out before it.</param>
    public bool TryTake(out string more)
    {
        lock (_lock)
        {
            var now = clock.GetTimestamp();
            if (clock.GetElapsedTime(_begin, now) >= Window)
            {
                (_begin, _lines) = (now, 0);
            }

            more = string.Empty;
            if (_lines >= LinesMax)
            {
                _unsaid++;
                return false;
            }

            _lines++;
            if (_unsaid > 0)
            {
                more = string.Create(
                    CultureInfo.InvariantCulture, $" {_unsaid} more were not logged since the last line.");
                _unsaid = 0;
            }

            return true;
        }
    }
}
