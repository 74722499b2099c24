using Yarp.ReverseProxy.Transforms;

namespace Cartwright.Web.Gateway;

/// <summary>
/// Keeps an answer back until it is whole, so that one that breaks off in the middle is a failed try like any other:
/// the client has received no byte of it. A node states the length of every answer but a stream, which passes as it
/// comes; so does an answer beyond the bound.
/// </summary>
internal static class WholeAnswers
{
    /// <summary>The largest answer that is kept back, in bytes.</summary>
    public const int BytesMax = 64 * 1024;

    /// <summary>Reads the body of a short answer that the client may receive.</summary>
    /// <exception cref="HttpRequestException">
    /// The answer broke off. The forwarder makes a failed try of it, and clears the head that it has copied.
    /// </exception>
    public static ValueTask CollectAnswerAsync(ResponseTransformContext context)
    {
        RequestTries.SuppressUncertain(context);
        return context.ProxyResponse?.Content is { Headers.ContentLength: > 0 and <= BytesMax } body
            && !context.SuppressResponseBody
                ? new ValueTask(body.LoadIntoBufferAsync(BytesMax, context.CancellationToken))
                : ValueTask.CompletedTask;
    }
}
