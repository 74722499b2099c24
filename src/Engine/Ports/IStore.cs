using Cartwright.Kernel;

namespace Cartwright.Engine.Ports;

/// <summary>
/// One database. It may be shared by several nodes; only rows that go through a lane are locked. All methods throw <see
/// cref="TransientFault"/> while the database cannot be reached and <see cref="FatalFault"/> when it never will be
/// again.
/// </summary>
public interface IStore
{
    /// <summary>Opens a lane: one connection that runs one batch at a time.</summary>
    ValueTask<IStoreLane> OpenLaneAsync(CancellationToken cancellation);

    /// <summary>Reads rows as they were committed last. Rows that do not exist are left out.</summary>
    /// <exception cref="RowFault">Some rows are unreadable; the sink has all others.</exception>
    ValueTask ReadAsync(IReadOnlyList<Key> keys, IRowSink sink, CancellationToken cancellation);

    /// <summary>
    /// The rows with a <c>due</c> time that has come, the longest overdue first; then those with a time so far ahead
    /// that a clock must have been wrong (<see cref="Table.DueAheadOf"/>).
    /// </summary>
    ValueTask<IReadOnlyList<Key>> FindDueAsync(Table table, long now, int limit, CancellationToken cancellation);

    /// <summary>Envelopes that were committed and are not yet confirmed, whichever node made them.</summary>
    ILeftovers Leftovers { get; }
}

/// <summary>A store that lists the rows with one number in the column <see cref="Table.ListedBy"/>.</summary>
public interface IRowLists
{
    /// <summary>
    /// Gives a page of rows to the sink in the order of their keys, as they were committed at one moment. An index
    /// finds them, so that the work is bounded by the page.
    /// </summary>
    /// <exception cref="RowFault">Some rows are unreadable; the sink has all others.</exception>
    /// <exception cref="TransientFault">The database cannot be reached now.</exception>
    ValueTask ReadPageAsync(RowPage page, IRowSink sink, CancellationToken cancellation);
}

/// <summary>A page of a list.</summary>
/// <param name="Table">A table with numbers as its keys, and with a column by which its rows are listed.</param>
/// <param name="Number">The number in that column.</param>
/// <param name="After">Only rows with larger keys are in the page.</param>
/// <param name="Limit">How many rows it has at most.</param>
public sealed record RowPage(Table Table, long Number, long After, int Limit);

/// <summary>Hands out numbers that are unique for good.</summary>
public interface IIdBlocks
{
    /// <summary>
    /// The first of <paramref name="count"/> numbers in a row, durably taken. It starts at the larger of the last
    /// block's end and the clock (milliseconds × 2^16), so that a database restored from a backup does not hand
    /// out a number twice.
    /// </summary>
    ValueTask<long> TakeAsync(long now, int count, CancellationToken cancellation);
}

/// <summary>Takes rows that a store has found.</summary>
public interface IRowSink
{
    /// <summary>A row, its state, and the version it was stored with (1 for a new row, one more each time).</summary>
    void Found(Key key, object state, long version);
}
