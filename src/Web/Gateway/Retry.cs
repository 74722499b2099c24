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
        for (var tries = 1; ; tries++)
        {
            await next();
            var fault = http.GetForwarderErrorFeature();
            if (fault is null || http.Response.HasStarted || http.RequestAborted.IsCancellationRequested)
            {
                return;
            }

            if (tries >= triesMax || !IsSafe(http.Request, fault))
            {
                await GiveUpAsync(http, fault);
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

    private static Task GiveUpAsync(HttpContext http, IForwarderErrorFeature fault)
    {
        http.Response.Clear();
        return NeverArrived(fault)
            ? Problems.WriteAsync(
                http, ProblemCodes.ServiceUnavailable, "Nothing was changed. Try again a little later.")
            : Problems.WriteAsync(
                http, ProblemCodes.OutcomeUnknown, "It may have happened. Read the state, or repeat safely.");
    }

    private static bool IsSafe(HttpRequest request, IForwarderErrorFeature fault) =>
        NeverArrived(fault)
        || HttpMethods.IsGet(request.Method)
        || request.Headers.ContainsKey("Idempotency-Key")
        || request.Path.StartsWithSegments("/orders/checkout", StringComparison.OrdinalIgnoreCase)
        || request.Path.StartsWithSegments("/orders/cancel", StringComparison.OrdinalIgnoreCase);
}
