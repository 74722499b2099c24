using Cartwright.Domain;
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
    private NpgsqlConnection? _connection;
    private long _committed;
    private bool _inTransaction;
    private bool _noticed;

    public async ValueTask LoadAsync(IReadOnlyList<Key> keys, IRowSink sink, CancellationToken cancellation)
    {
        try
        {
            var connection = await OpenAsync(cancellation);
            await using var batch = connection.CreateBatch();
            batch.Timeout = 0;
            Begin(batch);
            await RowLoads.RunAsync(batch, keys, isLocking: true, sink, cancellation);
            _inTransaction = true;
        }
        catch (Exception failure) when (Failure.IsOfDatabase(failure))
        {
            await DropAsync(failure);
            throw Failure.Of(failure);
        }
    }

    public async ValueTask<CommitOutcome> CommitAsync(WriteSet writes)
    {
        NpgsqlConnection connection;
        try
        {
            connection = await OpenAsync(CancellationToken.None);
        }
        catch (Exception failure) when (Failure.IsOfDatabase(failure))
        {
            await DropAsync(failure);
            throw Failure.Of(failure);
        }

        try
        {
            await using var batch = connection.CreateBatch();
            batch.Timeout = 0;
            Begin(batch);
            Writes.AddTo(batch, writes);
            Add(batch, SqlText.CountBatch, lane, _committed);
            Add(batch, "COMMIT");
            _noticed = false;
            await batch.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (Exception failure) when (Failure.IsCertainNo(failure))
        {
            await EndAsync(failure);
            throw Failure.Of(failure);
        }
        catch (Exception failure) when (Failure.IsOfDatabase(failure))
        {
            await DropAsync(failure);
            return CommitOutcome.Unknown;
        }

        _inTransaction = false;
        if (_noticed)
        {
            await DropAsync(null);
            return CommitOutcome.Unknown;
        }

        _committed++;
        return CommitOutcome.Committed;
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
        catch (Exception failure) when (Failure.IsOfDatabase(failure))
        {
            await DropAsync(failure);
            throw new TransientFault("The outcome cannot be found out now.", failure);
        }
    }

    public async ValueTask RollbackAsync()
    {
        if (_inTransaction && _connection is not null)
        {
            await EndAsync(null);
        }
    }

    public async ValueTask DisposeAsync() => await DropAsync(null);

    private void Begin(NpgsqlBatch batch)
    {
        if (!_inTransaction)
        {
            Add(batch, "BEGIN");
        }
    }

    // A new connection first writes to the lane's row and commits: an old transaction is then over, and what a
    // plain read might still miss, or show without a standby having it, is settled.
    private async ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellation)
    {
        if (_connection is { } open)
        {
            return open;
        }

        var connection = await store.OpenConnectionAsync(cancellation);
        _connection = connection;
        connection.Notice += (_, _) => _noticed = true;
        _noticed = false;
        await using var command = new NpgsqlCommand(SqlText.WriteBarrier, connection) { CommandTimeout = 0 };
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = lane });
        var committed = (long?)await command.ExecuteScalarAsync(CancellationToken.None)
            ?? throw new FatalFault("lane-lost", "The lane's row is gone: another start has taken over.");
        if (_noticed)
        {
            throw new NpgsqlException("A notice came with the barrier: it may not be replicated.");
        }

        _committed = committed;
        return connection;
    }

    private async ValueTask EndAsync(Exception? failure)
    {
        _inTransaction = false;
        if (failure is not null && Failure.IsDemotion(failure))
        {
            await DropAsync(failure);
            return;
        }

        try
        {
            await using var rollback = new NpgsqlCommand("ROLLBACK", _connection) { CommandTimeout = 5 };
            await rollback.ExecuteNonQueryAsync();
        }
        catch (Exception broken) when (Failure.IsOfDatabase(broken))
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
