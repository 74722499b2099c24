using System.Collections.Concurrent;
using Cartwright.Domain;

namespace Cartwright.Engine.Waiting;

/// <summary>
/// Who on this node waits for the answer of another service that changes nothing here: a price. Nothing is stored;
/// an answer that comes too late finds nobody.
/// </summary>
internal sealed class Questions(EngineOptions options, TimeProvider clock, Uptime uptime)
{
    /// <summary>After how long a question is asked for the second time, in milliseconds.</summary>
    public const int AskAgainMs = 400;

    // What has no answer by now waits in a log or a lane that is slow, and each repetition makes it slower.
    private const int AskAgainMaxMs = 3_200;

    private readonly ConcurrentDictionary<long, Question> _waiting = new();

    /// <summary>
    /// Asks, and waits for the answer. A question that went to a part of the log whose reader is just restarting is
    /// asked again, and goes elsewhere.
    /// </summary>
    /// <param name="request">The question's number.</param>
    /// <param name="ask">Sends the question, as often as it is called.</param>
    /// <exception cref="NotServedException">Too many wait already, or the answer did not come in time.</exception>
    public async Task<long?> AskAsync(long request, Func<Task> ask)
    {
        if (_waiting.Count >= options.WatchesMax)
        {
            throw new NotServedException(NotServed.Overloaded);
        }

        var question = new Question();
        _waiting[request] = question;
        var until = uptime.Ms + options.PatienceMs;
        await using var timer = clock.CreateTimer(
            _ => question.Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        try
        {
            for (var pauseMs = AskAgainMs; ; pauseMs = Math.Min(2 * pauseMs, AskAgainMaxMs))
            {
                // Taken before the question is sent: an answer can be there before this goes on.
                var news = question.News;
                await ask();
                var leftMs = until - uptime.Ms;
                timer.Change(
                    TimeSpan.FromMilliseconds(Math.Clamp(leftMs, 0, pauseMs)), Timeout.InfiniteTimeSpan);
                await news;
                if (question.Told is { } told)
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

    public void Tell(PriceTold told)
    {
        if (_waiting.TryGetValue(told.Request, out var question))
        {
            question.Told = told;
            question.Wake();
        }
    }

    private sealed class Question
    {
        private TaskCompletionSource _news = NewSignal();

        public PriceTold? Told { get; set; }

        /// <summary>Ends when there is an answer, or when it is time to ask again.</summary>
        public Task News => _news.Task;

        public void Wake() => Interlocked.Exchange(ref _news, NewSignal()).TrySetResult();

        private static TaskCompletionSource NewSignal() =>
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
