namespace Cartwright.Domain;

/// <summary>An order's number. <c>batch_init</c> gives 0 to n-1; created orders get numbers from a block.</summary>
public readonly record struct OrderId(long Value)
{
    public override string ToString() => Value.ToString();
}

/// <summary>An item's number.</summary>
public readonly record struct ItemId(long Value)
{
    public override string ToString() => Value.ToString();
}

/// <summary>A user's number; the user's account has the same one.</summary>
public readonly record struct UserId(long Value)
{
    public override string ToString() => Value.ToString();
}

/// <summary>The number of one checkout of one order. It is never used again, not even after a reset.</summary>
public readonly record struct AttemptId(long Value)
{
    public override string ToString() => Value.ToString();
}
