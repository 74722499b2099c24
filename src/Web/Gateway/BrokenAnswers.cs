using Cartwright.Web.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace Cartwright.Web.Gateway;

/// <summary>Logs answers of nodes that broke off in the middle, within a budget of lines.</summary>
internal sealed class BrokenAnswers(ILoggerFactory loggers, TimeProvider clock)
{
    private readonly ILogger _log = loggers.CreateLogger("Cartwright.Gateway");
    private readonly LineBudget _budget = new(clock);

    /// <summary>A try has failed.</summary>
    public void NoteFault(HttpContext http, IForwarderErrorFeature fault, string? node)
    {
        if (fault.Error is ForwarderError.ResponseHeaders or ForwarderError.ResponseBodyDestination
            && _budget.TryTake(out var more))
        {
            var request = http.Request;
            WebLog.AnswerBroken(_log, node ?? "unknown", request.Method, request.Path, TraceIds.TraceIdOf(http), more);
        }
    }
}
