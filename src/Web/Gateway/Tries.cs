using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Transforms;

namespace Cartwright.Web.Gateway;

/// <summary>What is known of a request from its earlier tries.</summary>
internal sealed class Tries
{
    /// <summary>Whether one of them was sent to a node and not answered: the node may have done it.</summary>
    public bool MayHaveHappened { get; set; }

    /// <summary>Whether the last one was answered with something that the client must not hear.</summary>
    public bool IsUnheard { get; set; }

    /// <summary>
    /// Keeps back a node's word that it has not done anything, 429 or 5xx, where another node may have: it knows of its
    /// own try only.
    /// </summary>
    public static ValueTask FilterAsync(ResponseTransformContext context)
    {
        if (context.HttpContext.Features.Get<Tries>() is { MayHaveHappened: true } tries
            && context.HttpContext.Response.StatusCode is StatusCodes.Status429TooManyRequests or >= 500)
        {
            tries.IsUnheard = true;
            context.SuppressResponseBody = true;
        }

        return ValueTask.CompletedTask;
    }
}
