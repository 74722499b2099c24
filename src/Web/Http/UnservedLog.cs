using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Cartwright.Web.Http;

/// <summary>
/// Logs requests that were answered with 5xx, so that a trace id that a client reports is found. In an outage they are
/// thousands: ten lines a second are written, and the next one says how many were not.
/// </summary>
internal sealed class UnservedLog(ILoggerFactory logs, TimeProvider clock)
{
    private const int LinesMax = 10;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    private readonly ILogger _log = logs.CreateLogger(WebLog.Category);
    private readonly Lock _lock = new();
    private long _begin = clock.GetTimestamp();
    private int _lines;
    private long _unsaid;

    public void Tell(HttpContext http, int status, string code, string traceId)
    {
        if (TryTake(out var unsaid))
        {
            var more = unsaid == 0
                ? string.Empty
                : string.Create(CultureInfo.InvariantCulture, $" {unsaid} more were not logged since the last line.");
            WebLog.NotServed(_log, http.Request.Method, http.Request.Path, status, code, traceId, more);
        }
    }

    private bool TryTake(out long unsaid)
    {
        lock (_lock)
        {
            var now = clock.GetTimestamp();
            if (clock.GetElapsedTime(_begin, now) >= Window)
            {
                (_begin, _lines) = (now, 0);
            }

            if (_lines >= LinesMax)
            {
                _unsaid++;
                unsaid = 0;
                return false;
            }

            _lines++;
            (unsaid, _unsaid) = (_unsaid, 0);
            return true;
        }
    }
}
