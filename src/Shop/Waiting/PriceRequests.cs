using System.Collections.Concurrent;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Engine;
using Cartwright.Engine.Clocks;
using Cartwright.Engine.Queues;
using Cartwright.Kernel;
using Cartwright.Shop.Options;

namespace Cartwright.Shop.Waiting;

/// <summary>
/// Requests for prices that wait on this node for the stock service's answer. Nothing is stored: a late answer is
/// dropped.
/// </summary>
internal sealed class PriceRequests(NodeOptions options, TimeProvider clock, NodeTime time)
{
    /// <summary>The pause before a request is sent for the second time, in milliseconds.</summary>
    public const int AskAgainMs = 400;

    // A request without an answer by now waits in a log or a lane that is slow, and each repetition makes it slower.
    private const int AskAgainMaxMs = 3_200;

    private readonly ConcurrentDictionary<long, PriceRequest> _waiting = new();

    /// <summary>
    /// Sends a request and waits for the answer. A request in a partition with a reader that is just restarting is
    /// resent, to another partition.
    /// </summary>
    /// <param name="item">The item.</param>
    /// <param name="engine">Sends the request.</param>
    /// <param name="replyPartition">The partition at which the answer is expected, for each sending.</param>
    /// <param name="cancellation">Ends the wait for a number; the request itself has the patience of a command.</param>
    /// <returns>The price; null where there is no such item.</returns>
    /// <exception cref="NotServedException">Too many wait already, or the answer did not come in time.</exception>
    public async Task<long?> SendAsync(
        ItemId item, EngineNode engine, Func<int> replyPartition, CancellationToken cancellation)
    {
        var request = await engine.NextIdAsync(cancellation);
        if (_waiting.Count >= options.WatchesMax)
        {
            throw new NotServedException(NotServed.Overloaded);
        }

        var waiting = new PriceRequest();
        _waiting[request] = waiting;
        var until = time.UptimeMs + options.PatienceMs;
        await using var timer = clock.CreateTimer(
            _ => waiting.Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        try
        {
            for (var pauseMs = AskAgainMs; ; pauseMs = Math.Min(2 * pauseMs, AskAgainMaxMs))
            {
                // Taken before the request is sent: the answer can come before this goes on.
                var news = waiting.News;
                await engine.AskAsync(new AskPrice(item, request, replyPartition()), "price");
                var leftMs = until - time.UptimeMs;
                timer.Change(
                    TimeSpan.FromMilliseconds(Math.Clamp(leftMs, 0, pauseMs)), Timeout.InfiniteTimeSpan);
                await news;
                if (waiting.Told is { } told)
                {
                    return told.Price;
                }

                if (leftMs <= pauseMs)
                {
                    throw new NotServedException(NotServed.Unanswered);
                }
            }
        }
        finally
        {
            _waiting.TryRemove(request, out _);
        }
    }

    /// <summary>Completes the requests that these replies answer, as far as they still wait.</summary>
    public void Complete(IReadOnlyList<Reply> replies)
    {
        foreach (var told in replies.OfType<PriceTold>())
        {
            if (_waiting.TryGetValue(told.Request, out var waiting))
            {
                waiting.Told = told;
                waiting.Wake();
            }
        }
    }

    private sealed class PriceRequest
    {
        private TaskCompletionSource _news = NewSignal();

        public PriceTold? Told { get; set; }

        /// <summary>Ends when there is an answer, or when it is time to send the request again.</summary>
        public Task News => _news.Task;

        public void Wake() => Interlocked.Exchange(ref _news, NewSignal()).TrySetResult();

        private static TaskCompletionSource NewSignal() =>
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
