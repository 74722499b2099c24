namespace Cartwright.Kernel;

/// <summary>What a client is told. It leaves only after the commit of what it tells.</summary>
public abstract record Reply;

/// <summary>A reply about one row, whose committed state the client receives with it.</summary>
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
