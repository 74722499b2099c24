using System.Net.Sockets;
using Cartwright.Web.Http;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace Cartwright.Web.Gateway;

/// <summary>
/// Tries a request on another node, where that is safe: the first node has not seen it (the connection was
/// refused), or seeing it twice does no harm (a read, a checkout, a cancel, anything with an Idempotency-Key).
/// </summary>
internal sealed class Retry(int triesMax)
{
    private static readonly TimeSpan PauseBetween = TimeSpan.FromMilliseconds(100);

    public async Task RunAsync(HttpContext http, Func<Task> next)
    {
        var proxy = http.GetReverseProxyFeature();
        var nodes = proxy.AvailableDestinations;
        var known = new Tries();
        http.Features.Set(known);
        for (var tries = 1; ; tries++)
        {
            known.IsUnheard = false;
            await next();
            var fault = http.GetForwarderErrorFeature();
            if (http.Response.HasStarted
                || http.RequestAborted.IsCancellationRequested
                || (fault is null && !known.IsUnheard))
            {
                return;
            }

            // A read that may have happened has changed nothing.
            known.MayHaveHappened |=
                fault is not null && !NeverArrived(fault) && !HttpMethods.IsGet(http.Request.Method);
            if (tries >= triesMax || (fault is not null && !IsSafe(http.Request, fault)))
            {
                await GiveUpAsync(http, known);
                return;
            }

            var failed = proxy.ProxiedDestination;
            var others = nodes.Where(node => node != failed).ToList();
            proxy.AvailableDestinations = others.Count > 0 ? others : nodes;
            http.Response.Clear();
            http.Features.Set<IForwarderErrorFeature>(null);
            await Task.Delay(PauseBetween, http.RequestAborted);
        }
    }

    /// <summary>Whether no node has seen the request.</summary>
    public static bool NeverArrived(IForwarderErrorFeature fault) =>
        fault.Error is ForwarderError.NoAvailableDestinations
        || (fault.Exception is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } refused
            && refused.InnerException is SocketException or null or OperationCanceledException or TimeoutException);

    private static Task GiveUpAsync(HttpContext http, Tries known)
    {
        http.Response.Clear();
        return known.MayHaveHappened
            ? Problems.WriteAsync(
                http, ProblemCodes.OutcomeUnknown, "It may have happened. Read the state, or repeat safely.")
            : Problems.WriteAsync(
                http, ProblemCodes.ServiceUnavailable, "Nothing was changed. Try again a little later.");
    }

    private static bool IsSafe(HttpRequest request, IForwarderErrorFeature fault) =>
        NeverArrived(fault)
        || HttpMethods.IsGet(request.Method)
        || request.Headers.ContainsKey("Idempotency-Key")
        || IsSafeAttempt(request, fault);

    // A node that is silent may do it after all, long after another one has refused it. One whose connection has ended
    // hears of that, or has done it already.
    private static bool IsSafeAttempt(HttpRequest request, IForwarderErrorFeature fault) =>
        fault.Error is not ForwarderError.RequestTimedOut
        && (request.Path.StartsWithSegments("/orders/checkout", StringComparison.OrdinalIgnoreCase)
            || request.Path.StartsWithSegments("/orders/cancel", StringComparison.OrdinalIgnoreCase));
}
