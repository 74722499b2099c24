namespace Cartwright.Client;

/// <summary>The tries of one call so far.</summary>
internal sealed class CallProgress(ShopRequest request, TimeProvider clock)
{
    private readonly long _began = clock.GetTimestamp();

    public ShopRequest Request => request;

    public TimeSpan Elapsed => clock.GetElapsedTime(_began);

    /// <summary>How often the request was sent.</summary>
    public int Tries { get; private set; }

    /// <summary>The last answer; null: the last try had none.</summary>
    public ShopAnswer? Latest { get; private set; }

    /// <summary>Whether an action may have taken effect, although no answer says so.</summary>
    public bool MayHaveHappened { get; private set; }

    /// <summary>The rest of the wait for an outcome; the first tries have used some of it.</summary>
    public TimeSpan RestOfWait =>
        request.OutcomeWait is { } wait && wait > Elapsed ? wait - Elapsed : TimeSpan.Zero;

    public void BeginTry()
    {
        Tries++;
        Latest = null;
    }

    public void NoteAnswer(ShopAnswer answer)
    {
        Latest = answer;
        MayHaveHappened |= request.IdempotencyKey is not null && RetryRules.IsOutcomeUnknown(answer);
    }

    public void NoteSilence(bool wasSent) => MayHaveHappened |= request.IdempotencyKey is not null && wasSent;
}
