using System.Data;
using System.Runtime.ExceptionServices;
using System.Text;
using Cartwright.Domain.Storage;
using Cartwright.Engine.Ports;
using Npgsql;

namespace Cartwright.Postgres;

/// <summary>
/// One connection that runs one batch at a time, in two round trips: BEGIN and all loads, then all writes and the
/// COMMIT. The COMMIT has neither token nor time limit: with synchronous replication, one that is given up waiting
/// for answers success without being replicated.
/// </summary>
internal sealed class PostgresLane(PostgresStore store, long lane) : IStoreLane
{
    private const int RollbackSeconds = 5;

    private NpgsqlConnection? _connection;
    private long _committed;
    private bool _inTransaction;
    private bool _isNoticed;

    public async ValueTask LoadAsync(IReadOnlyList<Key> keys, IRowSink sink, CancellationToken cancellation)
    {
        try
        {
            var connection = await OpenAsync(cancellation);
            await using var batch = connection.CreateBatch();
            batch.Timeout = 0;
            Begin(batch);
            await RowLoads.RunAsync(batch, keys, isLocking: true, sink, cancellation);
        }
        catch (Exception failure)
        {
            throw await GiveUpAsync(failure);
        }
    }

    public async ValueTask<CommitOutcome> CommitAsync(WriteSet writes)
    {
        try
        {
            var connection = await OpenAsync(CancellationToken.None);
            await using var batch = connection.CreateBatch();
            batch.Timeout = 0;
            Begin(batch);
            Writes.AddTo(batch, writes);
            Add(batch, SqlText.CountBatch, lane, _committed);
            Add(batch, "COMMIT");
            return await CommitAsync(batch);
        }
        catch (Exception failure)
        {
            throw await GiveUpAsync(failure);
        }
    }

    public async ValueTask<CommitOutcome> ResolveAsync(CancellationToken cancellation)
    {
        try
        {
            await DropAsync(null);
            var before = _committed;
            await OpenAsync(cancellation);
            return _committed > before ? CommitOutcome.Committed : CommitOutcome.NotCommitted;
        }
        catch (Exception failure)
        {
            throw await GiveUpAsync(failure);
        }
    }

    public async ValueTask RollbackAsync()
    {
        if (_inTransaction)
        {
            await EndAsync();
        }
    }

    public async ValueTask DisposeAsync() => await DropAsync(null);

    // From the first byte sent until the answer is there, a failure other than the server's own no means that the
    // batch may or may not be committed.
    private async ValueTask<CommitOutcome> CommitAsync(NpgsqlBatch batch)
    {
        var connection = _connection;
        _isNoticed = false;
        try
        {
            await store.CommitSeam(() => batch.ExecuteNonQueryAsync(CancellationToken.None));
        }
        catch (Exception failure) when (IsUnknown(failure, connection))
        {
            await DropAsync(failure);
            return CommitOutcome.Unknown;
        }

        _inTransaction = false;
        if (_isNoticed)
        {
            await DropAsync(new NpgsqlException("A notice came with the COMMIT: it may not be replicated."));
            return CommitOutcome.Unknown;
        }

        _committed++;
        return CommitOutcome.Committed;
    }

    private static bool IsUnknown(Exception failure, NpgsqlConnection? connection) =>
        Failure.IsOfDatabase(failure, connection)
        && !Failure.IsCertainNo(failure)
        && failure is not EncoderFallbackException;

    private void Begin(NpgsqlBatch batch)
    {
        if (!_inTransaction)
        {
            Add(batch, "BEGIN ISOLATION LEVEL READ COMMITTED");
            _inTransaction = true;
        }
    }

    // A new connection first writes to the lane's row and commits: an old transaction is then over, and what a
    // plain read might still miss, or show without a standby having it, is settled.
    private async ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellation)
    {
        if (_connection is { State: ConnectionState.Open } open)
        {
            return open;
        }

        if (_inTransaction)
        {
            throw new NpgsqlException("The connection broke in the middle of a batch.");
        }

        await DropAsync(null);
        var connection = await store.OpenConnectionAsync(cancellation);
        _connection = connection;
        connection.Notice += (_, _) => _isNoticed = true;
        _committed = (long?)await DurableWrite.RunAsync(connection, SqlText.WriteBarrier, lane)
            ?? throw Failure.LaneLost(exception: null);
        return connection;
    }

    // Ends the transaction; what is thrown then says what has happened.
    private async ValueTask<Exception> GiveUpAsync(Exception failure)
    {
        if (!Failure.IsOfDatabase(failure, _connection))
        {
            await DropAsync(failure);
            ExceptionDispatchInfo.Throw(failure);
        }

        if (Failure.IsCertainNo(failure) && !Failure.IsDemotion(failure))
        {
            await EndAsync();
        }
        else
        {
            await DropAsync(failure);
        }

        return Failure.Of(failure);
    }

    private async ValueTask EndAsync()
    {
        _inTransaction = false;
        try
        {
            await using var rollback = new NpgsqlCommand("ROLLBACK", _connection) { CommandTimeout = RollbackSeconds };
            await rollback.ExecuteNonQueryAsync();
        }
        catch (Exception broken) when (Failure.IsOfDatabase(broken, _connection))
        {
            await DropAsync(broken);
        }
    }

    private async ValueTask DropAsync(Exception? failure)
    {
        _inTransaction = false;
        if (_connection is { } connection)
        {
            _connection = null;
            await store.ThrowAwayAsync(connection, failure);
        }
    }

    private static void Add(NpgsqlBatch batch, string sql, params ReadOnlySpan<long> numbers)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var number in numbers)
        {
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = number });
        }

        batch.BatchCommands.Add(command);
    }
}
