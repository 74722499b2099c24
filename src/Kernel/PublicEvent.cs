namespace Cartwright.Kernel;

/// <summary>A change that is published: it happens with the change, in the same transaction, or not at all.</summary>
public abstract record PublicEvent
{
    /// <summary>The service that publishes it.</summary>
    public abstract Role From { get; }

    /// <summary>The row that has changed.</summary>
    public abstract Key Row { get; }

    /// <summary>The name of the change, in one word.</summary>
    public abstract string Name { get; }
}
