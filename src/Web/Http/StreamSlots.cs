namespace Cartwright.Web.Http;

/// <summary>How many event streams are open, and the bound of that.</summary>
internal sealed class StreamSlots(int max)
{
    /// <summary>The beginning of the paths of event streams.</summary>
    public const string Path = "/orders/events";

    private int _taken;

    /// <summary>Takes a slot until the lease is disposed.</summary>
    /// <exception cref="ProblemException">There is none.</exception>
    public SlotLease TakeSlot()
    {
        if (Interlocked.Increment(ref _taken) > max)
        {
            Interlocked.Decrement(ref _taken);
            throw new ProblemException(
                ProblemCodes.TooManyStreams, "Read the order instead, or try again a little later.");
        }

        return new SlotLease(this);
    }

    /// <summary>One slot in use.</summary>
    internal sealed class SlotLease(StreamSlots slots) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref slots._taken);
    }
}
