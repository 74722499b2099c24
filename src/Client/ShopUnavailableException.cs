namespace Cartwright.Client;

/// <summary>The shop did not serve a call within its bounds of time and retries, or answered with a fault.</summary>
public sealed class ShopUnavailableException : Exception
{
    internal ShopUnavailableException(string message, CallProgress call, Exception? cause)
        : base(message, cause)
    {
        IdempotencyKey = call.Request.IdempotencyKey;
        MayHaveHappened = call.MayHaveHappened;
        Problem = call.Latest?.Problem;
    }

    /// <summary>
    /// The key of the action; null for a read. The same call with this key takes effect once, however often it is
    /// repeated within 24 hours.
    /// </summary>
    public string? IdempotencyKey { get; }

    /// <summary>
    /// Whether the action may have taken effect: a request got no answer, or the shop does not know its outcome. False:
    /// nothing was changed.
    /// </summary>
    public bool MayHaveHappened { get; }

    /// <summary>The problem of the last answer; null: there was no answer.</summary>
    public ShopRejection? Problem { get; }
}
