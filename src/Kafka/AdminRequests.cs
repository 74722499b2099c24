using Confluent.Kafka;

namespace Cartwright.Kafka;

/// <summary>
/// A bound for the requests of an admin client. Each has a time limit of its own, but one that waits for a connection
/// was seen to outlast it: a broker was away for a moment, and the watch over the topics waited for ever.
/// </summary>
internal static class AdminRequests
{
    // The longest limit of a request is ten seconds.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    /// <summary>The answer to a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellation">Ends the wait; the brokers may still carry out the request.</param>
    /// <param name="limit">How long to wait; 20 s where it is null.</param>
    /// <exception cref="KafkaException">The request failed, or is over the limit (<c>Local_TimedOut</c>).</exception>
    public static async Task<T> BoundAsync<T>(
        this Task<T> request, CancellationToken cancellation, TimeSpan? limit = null)
    {
        await BoundAsync((Task)request, cancellation, limit);
        return await request;
    }

    /// <summary>The end of a request without an answer.</summary>
    /// <inheritdoc cref="BoundAsync{T}"/>
    public static async Task BoundAsync(
        this Task request, CancellationToken cancellation, TimeSpan? limit = null)
    {
        var bound = limit ?? Longest;
        try
        {
            await request.WaitAsync(bound, cancellation);
        }
        catch (TimeoutException)
        {
            throw new KafkaException(
                new Error(ErrorCode.Local_TimedOut, $"a request has not ended within {bound.TotalSeconds:0.#} s"));
        }
    }
}
