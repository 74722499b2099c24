using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Cartwright.Web.Http;

/// <summary>
/// Logs requests that were answered with 5xx, so that a trace id that a client reports is found, within a budget of
/// lines.
/// </summary>
internal sealed class UnservedLog(ILoggerFactory logs, TimeProvider clock)
{
    private readonly ILogger _log = logs.CreateLogger(WebLog.Category);
    private readonly LineBudget _budget = new(clock);
    private readonly LineBudget _bugs = new(clock);

    public void LogUnserved(HttpContext http, int status, string code, string traceId)
    {
        if (_budget.TryTake(out var more))
        {
            WebLog.NotServed(_log, http.Request.Method, http.Request.Path, status, code, traceId, more);
        }
    }

    /// <summary>A request has run into a bug. The stack is logged within a budget too.</summary>
    public void TellBug(HttpContext http, string traceId, Exception bug)
    {
        if (_bugs.TryTake(out var more))
        {
            WebLog.Bug(_log, http.Request.Path, traceId, more, bug);
        }
    }
}
