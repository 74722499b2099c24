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

    /// <summary>Whether somebody else changed the rows meanwhile: it is worth trying again, but not for ever.</summary>
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

/// <summary>Going on would do harm: the process stops. The code has a page in docs/errors.</summary>
public sealed class FatalFault : Exception
{
    public FatalFault(string code, string message, Exception? innerException = null)
        : base(message, innerException) => Code = code;

    /// <summary>The name of the page in docs/errors.</summary>
    public string Code { get; }
}
