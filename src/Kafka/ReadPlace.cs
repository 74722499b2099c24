namespace Cartwright.Kafka;

/// <summary>
/// One partition while a consumer of this node has it: how far it is read. Another partition of the same number, after
/// a rebalance, is another object. Written by the reader's thread, and read by the watch too.
/// </summary>
internal sealed class ReadPlace
{
    private long _next;
    private volatile bool _isHeld;

    /// <summary>The offset after the last record delivered or dropped; 0 before the first.</summary>
    public long Next
    {
        get => Volatile.Read(ref _next);
        set => Volatile.Write(ref _next, value);
    }

    /// <summary>Whether it is paused because there was no room for a record.</summary>
    public bool IsHeld
    {
        get => _isHeld;
        set => _isHeld = value;
    }

    /// <summary>The same without dropped records; the reader's thread alone uses it.</summary>
    public long Delivered { get; set; }

    /// <summary>The offset that was last stored; the reader's thread alone uses it.</summary>
    public long Stored { get; set; }
}
