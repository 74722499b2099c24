namespace Cartwright.Kernel;

/// <summary>The numbers that stores hand out for orders, items, users, attempts and envelopes.</summary>
public static class IdRange
{
    /// <summary>
    /// The highest number that is handed out: half of 64 bits. A clock of the year 2199 comes to a tenth of it.
    /// </summary>
    public const long Max = 1L << 62;
}
