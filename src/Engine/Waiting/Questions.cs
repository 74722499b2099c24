using System.Collections.Concurrent;
using Cartwright.Domain;

namespace Cartwright.Engine.Waiting;

/// <summary>
/// Who on this node waits for the answer of another service that changes nothing here: a price. Nothing is stored;
/// an answer that comes too late finds nobody.
/// </summary>
internal sealed class Questions(EngineOptions options, TimeProvider clock)
{
    private readonly ConcurrentDictionary<long, TaskCompletionSource<long?>> _waiting = new();

    /// <summary>Asks, and waits for the answer.</summary>
    /// <param name="request">The question's number.</param>
    /// <param name="ask">Sends the question.</param>
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
            await ask();
            return await answer.Task;
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
