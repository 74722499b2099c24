using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Transforms;

namespace Cartwright.Web.Gateway;

/// <summary>The record of a request's earlier tries.</summary>
internal sealed class RequestTries
{
    private static readonly AsyncLocal<RequestTries?> Served = new();

    /// <summary>
    /// The tries of the request that is served here; null outside of one, as for a probe. A connection finds by it the
    /// request of its bytes.
    /// </summary>
    public static RequestTries? Current => Served.Value;

    /// <summary>
    /// Whether a byte of the request was handed to a connection in the last try. If not, no node has seen it, for any
    /// reason.
    /// </summary>
    public bool WasSent { get; private set; }

    /// <summary>Whether one of them was sent to a node and not answered: the node may have done it.</summary>
    public bool MayHaveHappened { get; set; }

    /// <summary>Whether the last answer is one that must not reach the client.</summary>
    public bool IsUnheard { get; private set; }

    /// <summary>Begins the tries of a request.</summary>
    public static RequestTries BeginTries(HttpContext http)
    {
        var tries = BeginTries();
        http.Features.Set(tries);
        return tries;
    }

    /// <summary>Begins the tries of a request of this process's own.</summary>
    public static RequestTries BeginTries()
    {
        var tries = new RequestTries();
        Served.Value = tries;
        return tries;
    }

    /// <summary>Begins one more of them.</summary>
    public void BeginNextTry() => (WasSent, IsUnheard) = (false, false);

    /// <summary>A byte of the request is handed to a connection.</summary>
    public void MarkSent() => WasSent = true;

    /// <summary>
    /// Keeps back a node's word that it has not done anything, 429 or 5xx, where another node may have: it knows of its
    /// own try only.
    /// </summary>
    public static void SuppressUncertain(ResponseTransformContext context)
    {
        if (context.HttpContext.Features.Get<RequestTries>() is { MayHaveHappened: true } tries
            && context.HttpContext.Response.StatusCode is StatusCodes.Status429TooManyRequests or >= 500)
        {
            tries.IsUnheard = true;
            context.SuppressResponseBody = true;
        }
    }
}
