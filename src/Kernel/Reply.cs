namespace Cartwright.Kernel;

/// <summary>The reply to a client. It is sent only after the commit of the changes that it reports.</summary>
public abstract record Reply;

/// <summary>A reply about one row. The client receives the row's committed state with it.</summary>
public interface IRowReply
{
    /// <summary>The row.</summary>
    Key Row { get; }
}

/// <summary>
/// Nothing was done now: the command waits until a row changes, and is decided again. It is no answer for a client.
/// </summary>
/// <param name="WaitsFor">The row.</param>
public sealed record Postponed(Key WaitsFor) : Reply;
