using System.Runtime.CompilerServices;
using Cartwright.Web.Http;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;

namespace Cartwright.Web.Gateway;

/// <summary>
/// Logs a node that goes or comes, with one line each. A node that changes at every probe gets a line every ten seconds
/// at most; the last state is always logged in the end.
/// </summary>
internal sealed class NodeChangeLog(ILoggerFactory loggers, TimeProvider clock)
{
    private static readonly TimeSpan PauseMin = TimeSpan.FromSeconds(10);

    private readonly ILogger _log = loggers.CreateLogger("Cartwright.Gateway");
    private readonly ConditionalWeakTable<DestinationState, LastLine> _lastLines = [];

    /// <summary>A node's probe has ended, and it is believed to be so from now on.</summary>
    public void LogProbe(string service, DestinationProbingResult probed, DestinationHealth health)
    {
        var last = _lastLines.GetOrCreateValue(probed.Destination);
        var isGone = health is DestinationHealth.Unhealthy;
        if (isGone == last.IsGone
            || (last.At is { } at && clock.GetElapsedTime(at) < PauseMin))
        {
            return;
        }

        (last.IsGone, last.At) = (isGone, clock.GetTimestamp());
        if (!isGone)
        {
            WebLog.NodeCame(_log, service, probed.Destination.DestinationId);
            return;
        }

        var why = probed.Response is { } answer ? $"{(int)answer.StatusCode}" : NodeSilence.Explain(probed.Exception);
        WebLog.NodeWent(_log, service, probed.Destination.DestinationId, why);
    }

    private sealed class LastLine
    {
        public bool IsGone { get; set; }

        public long? At { get; set; }
    }
}
