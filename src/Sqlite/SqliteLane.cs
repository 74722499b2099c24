using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using SQLitePCL;

namespace Cartwright.Sqlite;

/// <summary>
/// The lane that writes. Everything runs on the caller's thread and is over when the method returns: SQLite has no
/// asynchronous calls, and a hop to another thread for each batch would cost more than it frees.
/// </summary>
/// <param name="path">The database's file.</param>
/// <param name="lane">The lane's row in <c>lanes</c>, which has counted no batch yet.</param>
/// <param name="turn">The turn: its holder may write.</param>
/// <param name="files">The files that the store has open.</param>
/// <param name="commit">Runs the COMMIT; tests put themselves between.</param>
internal sealed class SqliteLane(string path, long lane, WriterLock turn, OpenFiles files, Func<Func<int>, int> commit)
    : IStoreLane
{
    private const string CountBatch = "UPDATE lanes SET committed = ?2 + 1 WHERE lane = ?1 AND committed = ?2";
    private const string WriteBarrier = "UPDATE lanes SET barrier = barrier + 1 WHERE lane = ?1";
    private const string ReadCommitted = "SELECT committed FROM lanes WHERE lane = ?1";

    private Session? _session;
    private long _committed;
    private bool _hasTurn;

    /// <summary>The lane's connection, opened again after it broke.</summary>
    internal Session Session => _session ??= new Session(files.Open(path, Access.Write));

    public async ValueTask LoadAsync(IReadOnlyList<Key> keys, IRowSink sink, CancellationToken cancellation)
    {
        await BeginAsync(cancellation);
        Session.Load(keys, sink);
    }

    public async ValueTask<CommitOutcome> CommitAsync(WriteSet writes)
    {
        await BeginAsync(CancellationToken.None);
        try
        {
            Write(writes);
            return Commit();
        }
        finally
        {
            End();
        }
    }

    public async ValueTask<CommitOutcome> ResolveAsync(CancellationToken cancellation)
    {
        // A plain read could miss a commit that stands in the log beyond the position that this process knows. This
        // write takes its place in the log: the old commit is either before it, or will never be.
        await BeginAsync(cancellation);
        try
        {
            var barrier = Session.Prepared(WriteBarrier).BeginExecution();
            barrier.WriteNumber(lane);
            RequireLane(barrier.ExecuteOnce());
            var select = Session.Prepared(ReadCommitted).BeginExecution();
            select.WriteNumber(lane);
            select.Step();
            var committed = select.ReadNumber();
            select.BeginExecution();
            Session.Prepared("COMMIT").BeginExecution().ExecuteOnce();
            var happened = committed > _committed;
            _committed = committed;
            files.Committed(lane, _committed);
            return happened ? CommitOutcome.Committed : CommitOutcome.NotCommitted;
        }
        finally
        {
            End();
        }
    }

    public ValueTask RollbackAsync()
    {
        End();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        End();
        DropSession();
        return ValueTask.CompletedTask;
    }

    private async ValueTask BeginAsync(CancellationToken cancellation)
    {
        if (_hasTurn)
        {
            return;
        }

        await turn.TakeAsync(cancellation);
        _hasTurn = true;
        try
        {
            // Immediate: a batch that begins as a reader and then finds another writer would have read in vain.
            Session.Prepared("BEGIN IMMEDIATE").BeginExecution().ExecuteOnce();
        }
        catch
        {
            End();
            throw;
        }
    }

    private void Write(WriteSet writes)
    {
        foreach (var row in writes.Rows)
        {
            Session.Write(row);
        }

        foreach (var envelope in writes.Outbox)
        {
            Session.Store(envelope);
        }

        foreach (var envelopeId in writes.Confirmed)
        {
            Session.Forget(envelopeId);
        }

        var count = Session.Prepared(CountBatch).BeginExecution();
        count.WriteNumber(lane);
        count.WriteNumber(_committed);
        RequireLane(count.ExecuteOnce());
    }

    private CommitOutcome Commit()
    {
        var result = commit(Session.Prepared("COMMIT").BeginExecution().TryRun);
        if (result == raw.SQLITE_OK)
        {
            _committed++;
            files.Committed(lane, _committed);
            return CommitOutcome.Committed;
        }

        if (SqliteFailure.IsCertainNo(result))
        {
            throw Session.Connection.Fault(result);
        }

        DropSession();
        return CommitOutcome.Unknown;
    }

    // Ends the transaction, if one is left, and lets others write. It does not fail: a connection that cannot roll
    // back is thrown away, which rolls back too.
    private void End()
    {
        if (!_hasTurn)
        {
            return;
        }

        if (_session is { Connection.InTransaction: true } open
            && open.Prepared("ROLLBACK").BeginExecution().TryRun() != raw.SQLITE_OK)
        {
            DropSession();
        }

        _hasTurn = false;
        turn.GiveBack();
    }

    private void DropSession()
    {
        _session?.Dispose();
        _session = null;
    }

    private static void RequireLane(int changed)
    {
        if (changed != 1)
        {
            throw new FatalFault(SqliteFaultCodes.InUse, "Another process has written to this lane.");
        }
    }
}
