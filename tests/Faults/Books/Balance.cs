namespace Cartwright.Faults.Books;

/// <summary>
/// A user's credit or an item's stock as clients know it: between what was acknowledged, and that with everything
/// that was sent and never answered.
/// </summary>
internal sealed class Balance(string name, long amount)
{
    private readonly Lock _lock = new();
    private long _least = amount;
    private long _most = amount;

    /// <summary>It has changed: somebody was told.</summary>
    public void Changed(long change)
    {
        lock (_lock)
        {
            _least += change;
            _most += change;
        }
    }

    /// <summary>It may have changed: nobody was told.</summary>
    public void MayHaveChanged(long change)
    {
        lock (_lock)
        {
            _least += Math.Min(change, 0);
            _most += Math.Max(change, 0);
        }
    }

    /// <summary>A read is an answer too: from now on it holds. Null, or what is wrong with it.</summary>
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
