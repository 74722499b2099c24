namespace Cartwright.Faults.Books;

/// <summary>
/// The bounds of a user's credit or an item's stock, as clients can derive them: all acknowledged operations, with and
/// without those that were sent and never answered.
/// </summary>
internal sealed class Balance(string name, long amount)
{
    private readonly Lock _lock = new();
    private long _least = amount;
    private long _most = amount;

    /// <summary>An acknowledged change.</summary>
    public void Changed(long change)
    {
        lock (_lock)
        {
            _least += change;
            _most += change;
        }
    }

    /// <summary>A change without an answer: it may have happened.</summary>
    public void MayHaveChanged(long change)
    {
        lock (_lock)
        {
            _least += Math.Min(change, 0);
            _most += Math.Max(change, 0);
        }
    }

    /// <summary>A read is an answer too: it holds from now on. Returns null, or the contradiction.</summary>
    public string? See(long seen)
    {
        lock (_lock)
        {
            var wrong = seen < _least || seen > _most
                ? $"{name} has {seen} instead of {_least} to {_most}"
                : null;
            (_least, _most) = (seen, seen);
            return wrong;
        }
    }
}
