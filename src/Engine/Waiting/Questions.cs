using System.Collections.Concurrent;
using Cartwright.Domain;

namespace Cartwright.Engine.Waiting;

/// <summary>
/// Who on this node waits for the answer of another service that changes nothing here: a price. Nothing is stored;
/// an answer that comes too late finds nobody.
/// </summary>
internal sealed class Questions(EngineOptions options, TimeProvider clock)
{
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<long, TaskCompletionSource<long?>> _waiting = new();

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

        var answer = new TaskCompletionSource<long?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[request] = answer;
        var patience = TimeSpan.FromMilliseconds(options.PatienceMs);
        await using var timer = clock.CreateTimer(
            _ => answer.TrySetException(new NotServedException(NotServed.Unanswered)),
            null,
            patience,
            Timeout.InfiniteTimeSpan);
        try
        {
            while (true)
            {
                await ask();
                try
                {
                    return await answer.Task.WaitAsync(AskAgain, clock);
                }
                catch (TimeoutException)
                {
                    continue;
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
        if (_waiting.TryGetValue(told.Request, out var answer))
        {
            answer.TrySetResult(told.Price);
        }
    }
}
