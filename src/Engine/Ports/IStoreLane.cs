using Cartwright.Kernel;

namespace Cartwright.Engine.Ports;

/// <summary>The outcome of a commit.</summary>
public enum CommitOutcome
{
    /// <summary>Everything is durable.</summary>
    Committed,

    /// <summary>Nothing has happened.</summary>
    NotCommitted,

    /// <summary>It is one of the two; <see cref="IStoreLane.ResolveAsync"/> finds out which.</summary>
    Unknown,
}

/// <summary>
/// One connection with at most one transaction, which the first load begins. A batch is: loads, then one commit or
/// rollback. Only one call at a time.
/// </summary>
public interface IStoreLane : IAsyncDisposable
{
    /// <summary>
    /// Loads and locks rows. The keys come in order and were not loaded before in this batch. A table is looked into
    /// only once the rows of the tables before it are locked: that a payment is missing, for one, is decided under
    /// the lock of its account, and must not have been read before that lock was waited for.
    /// </summary>
    /// <exception cref="TransientFault">Nothing has happened; roll back and try the batch again.</exception>
    /// <exception cref="RowFault">Some of the rows are locked for long, or unreadable; roll back.</exception>
    ValueTask LoadAsync(IReadOnlyList<Key> keys, IRowSink sink, CancellationToken cancellation);

    /// <summary>
    /// Writes everything and commits. It takes no token: a commit that is no longer waited for may still happen. The
    /// transaction is over after every result, an exception included.
    /// </summary>
    /// <exception cref="TransientFault">Nothing was committed; the batch can be tried again.</exception>
    /// <exception cref="PoisonFault">Nothing was committed, and trying the same again will not cure it.</exception>
    /// <exception cref="RowFault">Nothing was committed: rows are rejected or locked, and may not be later.</exception>
    ValueTask<CommitOutcome> CommitAsync(WriteSet writes);

    /// <summary>
    /// Reads back the outcome of the last commit, after it was returned as unknown. It never guesses.
    /// </summary>
    /// <exception cref="TransientFault">It cannot be read now.</exception>
    ValueTask<CommitOutcome> ResolveAsync(CancellationToken cancellation);

    /// <summary>Ends the batch without a trace. It does not fail: a broken connection is thrown away.</summary>
    ValueTask RollbackAsync();
}
