using Cartwright.Kernel;

namespace Cartwright.Engine.Ports;

/// <summary>The report of a committed batch to an application.</summary>
/// <param name="At">The time of the release, in milliseconds since 1970.</param>
/// <param name="Rows">The rows that were written, in key order.</param>
/// <param name="Events">The public events, in order.</param>
/// <param name="RowReplies">The replies about a row that commands received, each with the row as committed.</param>
/// <param name="Unrequested">Replies to messages, for which no client of the batch waits.</param>
public sealed record CommittedBatch(
    long At,
    IReadOnlyList<RowWrite> Rows,
    IReadOnlyList<HappenedEvent> Events,
    IReadOnlyList<CommittedReply> RowReplies,
    IReadOnlyList<Reply> Unrequested);

/// <summary>A reply about a row, which a client receives after the commit.</summary>
/// <param name="Command">The client's command.</param>
/// <param name="Reply">The reply.</param>
/// <param name="Row">The row that the reply is about.</param>
/// <param name="State">Its committed state; null where there is none.</param>
/// <param name="Version">Its committed version.</param>
public readonly record struct CommittedReply(Message Command, Reply Reply, Key Row, object? State, long Version);
