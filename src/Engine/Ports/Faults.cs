using Cartwright.Kernel;

namespace Cartwright.Engine.Ports;

/// <summary>The world failed, and may be well again soon: back off and start the batch again.</summary>
public sealed class TransientFault : Exception
{
    public TransientFault()
    {
    }

    public TransientFault(string message)
        : base(message)
    {
    }

    public TransientFault(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>
    /// Whether another transaction changed the rows meanwhile: it is worth a retry, but not for ever.
    /// </summary>
    public bool IsConflict { get; init; }
}

/// <summary>The database refuses this content and will refuse it again: find the message and park it.</summary>
public sealed class PoisonFault : Exception
{
    public PoisonFault()
    {
    }

    public PoisonFault(string message)
        : base(message)
    {
    }

    public PoisonFault(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>
/// Single rows are in the way: locked for long, unreadable, or refused by the database. Only the messages and commands
/// that need them are held up; the rest of the batch goes on. Nothing was committed.
/// </summary>
public sealed class RowFault : Exception
{
    public RowFault()
    {
    }

    public RowFault(string message)
        : base(message)
    {
    }

    public RowFault(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The rows. Empty where the store does not know them: the lane then bisects its batch.</summary>
    public IReadOnlyList<Key> Keys { get; init; } = [];

    /// <summary>
    /// Whether the rows cannot be read. Waiting does not cure that, so messages that need them are parked, and commands
    /// rejected.
    /// </summary>
    public bool IsUnreadable { get; init; }
}

/// <summary>Going on would do harm: the process stops. The code has a page in docs/errors.</summary>
public sealed class FatalFault : Exception
{
    public FatalFault(string code, string message, Exception? innerException = null)
        : base(message, innerException) => Code = code;

    /// <summary>The name of the page in docs/errors.</summary>
    public string Code { get; }
}

/// <summary>The database hands out no more numbers: the next ones lie where no clock can have brought them.</summary>
public sealed class OutOfNumbersFault : Exception
{
    /// <exception cref="OutOfNumbersFault">A block of so many numbers would end beyond the highest.</exception>
    public static void ThrowAfter(long first, int count)
    {
        if (first > IdRange.Max - count)
        {
            throw new OutOfNumbersFault();
        }
    }

    public OutOfNumbersFault()
        : this("The numbers for new things have run out: the counter in id_block is as good as at its end.")
    {
    }

    public OutOfNumbersFault(string message)
        : base(message)
    {
    }

    public OutOfNumbersFault(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
