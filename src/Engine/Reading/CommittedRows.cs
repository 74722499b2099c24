using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Ports;
using Cartwright.Engine.Queues;
using Cartwright.Engine.Telemetry;
using Cartwright.Kernel;

namespace Cartwright.Engine.Reading;

/// <summary>Reads of committed rows for requests, beside the lanes.</summary>
/// <param name="store">The database.</param>
/// <param name="patienceMs">How long a read waits for the database, in milliseconds.</param>
/// <param name="clock">The time.</param>
/// <param name="report">Logs rows that cannot be read.</param>
internal sealed class CommittedRows(IStore store, long patienceMs, TimeProvider clock, EngineReport report)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Whether a read still waits for a database that is away.</summary>
    public bool IsPatient { get; set; } = true;

    /// <summary>
    /// The committed state of a row, or null. While the database is away it waits, as a command does and as long.
    /// </summary>
    /// <exception cref="TransientFault">It was away for too long.</exception>
    /// <exception cref="NotServedException">The row cannot be read.</exception>
    public async ValueTask<object?> ReadAsync(Key key, CancellationToken cancellation)
    {
        var rows = await TryUntilReadAsync((sink, stop) => store.ReadAsync([key], sink, stop), cancellation);
        return rows is [var (_, state)] ? state : null;
    }

    /// <summary>A page of a list of committed rows. It waits as <see cref="ReadAsync"/> does.</summary>
    /// <exception cref="TransientFault">The database was away for too long.</exception>
    /// <exception cref="NotServedException">One of the rows cannot be read.</exception>
    /// <exception cref="NotSupportedException">The store has no lists.</exception>
    public ValueTask<List<(Key Key, object State)>> ReadPageAsync(RowPage page, CancellationToken cancellation) =>
        store is IRowLists lists
            ? TryUntilReadAsync((sink, stop) => lists.ReadPageAsync(page, sink, stop), cancellation)
            : throw new NotSupportedException("The store has no lists.");

    /// <summary>Reads rows once.</summary>
    /// <exception cref="TransientFault">The database does not answer.</exception>
    public ValueTask ReadOnceAsync(IReadOnlyList<Key> keys, IRowSink sink, CancellationToken cancellation) =>
        store.ReadAsync(keys, sink, cancellation);

    /// <summary>Returns once the database has answered.</summary>
    /// <exception cref="TransientFault">It does not answer.</exception>
    public async Task ProbeAsync(CancellationToken cancellation) =>
        await store.FindDueAsync(ParkedMessage.Table, now: 0, limit: 1, cancellation);

    private async ValueTask<List<(Key Key, object State)>> TryUntilReadAsync(
        Func<IRowSink, CancellationToken, ValueTask> read, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(patienceMs), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        try
        {
            return await RetryAsync(read, either.Token);
        }
        catch (OperationCanceledException late) when (!cancellation.IsCancellationRequested)
        {
            throw new TransientFault("The database did not answer in time.", late);
        }
        catch (RowFault fault) when (fault.IsUnreadable)
        {
            report.RowsUnreadable(fault);
            throw new NotServedException(NotServed.Unreadable, fault);
        }
    }

    private async Task<List<(Key Key, object State)>> RetryAsync(
        Func<IRowSink, CancellationToken, ValueTask> read, CancellationToken cancellation)
    {
        while (true)
        {
            var found = new FoundRows();
            try
            {
                await read(found, cancellation);
                return found.Rows;
            }
            catch (TransientFault) when (IsPatient)
            {
                await Task.Delay(Pause, clock, cancellation);
            }
        }
    }

    private sealed class FoundRows : IRowSink
    {
        public List<(Key Key, object State)> Rows { get; } = [];

        public void Found(Key key, object state, long version) => Rows.Add((key, state));
    }
}
