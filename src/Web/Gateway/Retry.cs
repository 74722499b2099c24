using System.Net.Sockets;
using Cartwright.Web.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace Cartwright.Web.Gateway;

/// <summary>
/// Tries a request on another node, where that is safe: no byte of it was sent to the first node, or seeing it twice
/// does no harm (a read, a checkout, a cancel, anything with an Idempotency-Key).
/// </summary>
internal sealed class Retry(int triesMax, ILoggerFactory loggers, TimeProvider clock)
{
    private static readonly TimeSpan PauseBetween = TimeSpan.FromMilliseconds(100);

    private readonly BrokenAnswers _broken = new(loggers, clock);

    public async Task ForwardWithRetryAsync(HttpContext http, Func<Task> next)
    {
        var proxy = http.GetReverseProxyFeature();
        var nodes = proxy.AvailableDestinations;
        var untried = nodes;
        var known = RequestTries.BeginTries(http);
        for (var tries = 1; ; tries++)
        {
            known.BeginNextTry();
            await next();
            var fault = http.GetForwarderErrorFeature();
            if (fault is not null && !http.RequestAborted.IsCancellationRequested)
            {
                _broken.NoteFault(http, fault, proxy.ProxiedDestination?.DestinationId);
            }

            if (http.Response.HasStarted
                || http.RequestAborted.IsCancellationRequested
                || (fault is null && !known.IsUnheard))
            {
                return;
            }

            // A read that may have happened has changed nothing.
            known.MayHaveHappened |=
                fault is not null && known.WasSent && !HttpMethods.IsGet(http.Request.Method);
            if (tries >= triesMax || (fault is not null && known.WasSent && !IsSafe(http.Request, fault)))
            {
                await GiveUpAsync(http, known);
                return;
            }

            var others = untried.Where(node => node != proxy.ProxiedDestination).ToList();
            untried = others.Count > 0 ? others : nodes;
            proxy.AvailableDestinations = untried;
            http.Response.Clear();
            http.Features.Set<IForwarderErrorFeature>(null);
            await Task.Delay(PauseBetween, http.RequestAborted);
        }
    }

    private static Task GiveUpAsync(HttpContext http, RequestTries known)
    {
        http.Response.Clear();
        return known.MayHaveHappened
            ? Problems.WriteProblemAsync(
                http, ProblemCodes.OutcomeUnknown, "It may have happened. Read the state, or repeat safely.")
            : Problems.WriteProblemAsync(
                http, ProblemCodes.ServiceUnavailable, "Nothing was changed. Try again a little later.");
    }

    private static bool IsSafe(HttpRequest request, IForwarderErrorFeature fault) =>
        HttpMethods.IsGet(request.Method)
        || request.Headers.ContainsKey(IdempotencyKeys.Header)
        || IsSafeAttempt(request, fault);

    // A silent node may serve the request after all, long after another one has rejected it. A node with a closed
    // connection notices the close, or has served the request already.
    private static bool IsSafeAttempt(HttpRequest request, IForwarderErrorFeature fault) =>
        !IsSilence(fault)
        && (request.Path.StartsWithSegments("/orders/checkout", StringComparison.OrdinalIgnoreCase)
            || request.Path.StartsWithSegments("/orders/cancel", StringComparison.OrdinalIgnoreCase));

    // Keep-alive packets that are not answered end a connection with a time-out: its machine may only be frozen.
    private static bool IsSilence(IForwarderErrorFeature fault)
    {
        if (fault.Error is ForwarderError.RequestTimedOut)
        {
            return true;
        }

        var cause = fault.Exception;
        while (cause is not null and not SocketException)
        {
            cause = cause.InnerException;
        }

        return cause is SocketException { SocketErrorCode: SocketError.TimedOut };
    }
}
