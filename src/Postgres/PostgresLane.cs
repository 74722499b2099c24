using System.Data;
using System.Runtime.ExceptionServices;
using System.Text;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Npgsql;

namespace Cartwright.Postgres;

/// <summary>
/// One connection that runs one batch at a time, in two round trips: BEGIN and all loads, then all writes and the
/// COMMIT. Nothing cancels the COMMIT: with synchronous replication, a cancelled one answers success without being
/// replicated. After a while the lane stops waiting, and the commit's outcome is unknown.
/// </summary>
/// <param name="connections">Where its connection comes from.</param>
/// <param name="options">Bounds, and whether a commit needs a standby.</param>
/// <param name="clock">The clock.</param>
/// <param name="commitSeam">Stands before each COMMIT; only tests do anything in it.</param>
/// <param name="lane">The number of its row.</param>
internal sealed class PostgresLane(
    ConnectionPool connections,
    PostgresOptions options,
    TimeProvider clock,
    Func<Func<Task>, Task> commitSeam,
    long lane) : IStoreLane
{
    private const int RollbackSeconds = 5;
    private static readonly TimeSpan BriefTime = TimeSpan.FromSeconds(5);

    private NpgsqlConnection? _connection;
    private long _committed;
    private long _barrier;
    private bool _inTransaction;
    private bool _isNoticed;
    private long? _lockedAt;

    /// <summary>Adds a lane to the database, and removes the rows of lanes that ended long ago.</summary>
    public static ValueTask<IStoreLane> OpenAsync(
        ConnectionPool connections,
        PostgresOptions options,
        TimeProvider clock,
        Func<Func<Task>, Task> commitSeam,
        CancellationToken cancellation) => connections.RunAsync<IStoreLane>(
            async connection =>
            {
                await using var forget = new NpgsqlCommand(PostgresSql.ForgetLanes, connection);
                await forget.ExecuteNonQueryAsync(cancellation);
                var lane = await DurableWrite.WriteDurablyAsync(
                    connection, options.CommitPatience, PostgresSql.AddLane);
                return new PostgresLane(connections, options, clock, commitSeam, (long)lane!);
            },
            cancellation);

    public async ValueTask LoadAsync(IReadOnlyList<Key> keys, IRowSink sink, CancellationToken cancellation)
    {
        try
        {
            var connection = await OpenAsync(cancellation);
            await using var batch = connection.CreateBatch();
            Begin(batch);
            await RowLoads.LoadRowsAsync(batch, keys, isLocking: true, sink, cancellation);
        }
        catch (Exception failure) when (PostgresFailure.IsLockTimeout(failure))
        {
            throw await LockedAsync(failure, keys, cancellation);
        }
        catch (Exception failure) when (failure is not RowFault)
        {
            throw await GiveUpAsync(failure);
        }
    }

    public async ValueTask<CommitOutcome> CommitAsync(WriteSet writes)
    {
        try
        {
            var connection = await OpenAsync(CancellationToken.None);
            var batch = connection.CreateBatch();
            batch.Timeout = 0;
            Begin(batch);
            Writes.AddTo(batch, writes);
            var count = options.RequireSynchronousStandby ? PostgresSql.CountReplicatedBatch : PostgresSql.CountBatch;
            Add(batch, count, lane, _committed, _barrier);
            Add(batch, "COMMIT");
            return await CommitAsync(connection, batch);
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
            await OpenAsync(cancellation, isResolving: true);
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
    private async ValueTask<CommitOutcome> CommitAsync(NpgsqlConnection connection, NpgsqlBatch batch)
    {
        _isNoticed = false;
        try
        {
            var commit = commitSeam(() => batch.ExecuteNonQueryAsync(CancellationToken.None));
            if (!await TimedOutWrites.EndsInTimeAsync(connection, commit, options.CommitPatience))
            {
                await DropAsync(new NpgsqlException("The COMMIT did not end in time: it may still happen."));
                return CommitOutcome.Unknown;
            }

            await batch.DisposeAsync();
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
        PostgresFailure.IsOfDatabase(failure, connection)
        && !PostgresFailure.IsCertainNo(failure)
        && failure is not EncoderFallbackException;

    private void Begin(NpgsqlBatch batch)
    {
        if (!_inTransaction)
        {
            Add(batch, "BEGIN ISOLATION LEVEL READ COMMITTED");
            _inTransaction = true;
            if (_lockedAt is { } lockedAt && clock.GetElapsedTime(lockedAt) < BriefTime)
            {
                Add(batch, PostgresSql.WaitBriefly);
            }
        }
    }

    // Some of the rows stayed locked for the whole wait. Their holder may keep them for hours, so for a while no batch
    // waits for a lock as long as this one did; messages that need these rows wait outside of the lane.
    private async ValueTask<Exception> LockedAsync(
        Exception failure, IReadOnlyList<Key> keys, CancellationToken cancellation)
    {
        var fault = await GiveUpAsync(failure);
        try
        {
            return _connection is { } connection
                && await RowLoads.FindLockedAsync(connection, keys, cancellation) is { Count: > 0 } locked
                ? new RowFault("Another transaction keeps the rows locked.", failure) { Keys = locked }
                : new TransientFault("Another transaction kept the rows locked for a while.", failure);
        }
        catch (Exception again) when (PostgresFailure.IsLockTimeout(again))
        {
            // The whole table is locked.
            await EndAsync();
            return fault;
        }
        catch (Exception again)
        {
            _inTransaction = true;
            return await GiveUpAsync(again);
        }
    }

    // A new connection first writes to the lane's row and commits. This settles an old transaction, which a plain read
    // might still miss, or show without a standby having it.
    private async ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellation, bool isResolving = false)
    {
        if (_connection is { State: ConnectionState.Open } open)
        {
            return open;
        }

        if (_inTransaction)
        {
            throw new NpgsqlException("The connection broke in the middle of a batch.");
        }

        await DropAsync(_connection is null ? null : new NpgsqlException("The connection broke while it was idle."));
        var connection = await connections.OpenConnectionAsync(cancellation);
        _connection = connection;
        connection.Notice += (sender, _) => _isNoticed |= ReferenceEquals(sender, _connection);
        try
        {
            await WriteBarrierAsync(connection, isResolving);
            return connection;
        }
        catch (Exception failure) when (PostgresFailure.IsOfDatabase(failure, connection))
        {
            await DropAsync(failure);
            throw failure is NpgsqlException ? failure : new NpgsqlException("The connection broke.", failure);
        }
    }

    private async Task WriteBarrierAsync(NpgsqlConnection connection, bool isResolving)
    {
        var written = await DurableWrite.WriteDurablyAsync(
            connection, options.CommitPatience, PostgresSql.WriteBarrier, lane);
        if (written is not long[] row || (row[0] != _committed && !(isResolving && row[0] == _committed + 1)))
        {
            throw PostgresFailure.LaneLost(exception: null);
        }

        (_committed, _barrier) = (row[0], row[1]);
    }

    // Ends the transaction; the exception it throws then states the outcome.
    private async ValueTask<Exception> GiveUpAsync(Exception failure)
    {
        if (!PostgresFailure.IsOfDatabase(failure, _connection))
        {
            await DropAsync(failure);
            ExceptionDispatchInfo.Throw(failure);
        }

        if (PostgresFailure.IsLockTimeout(failure))
        {
            _lockedAt = clock.GetTimestamp();
        }

        if (PostgresFailure.IsLaneNotAsLeft(failure))
        {
            await LookAgainAsync(failure);
        }
        else if (PostgresFailure.KeepsConnection(failure))
        {
            await EndAsync();
        }
        else
        {
            await DropAsync(failure);
        }

        return PostgresFailure.OfLane(failure);
    }

    // A barrier that was given up may have come late; or another process has changed the count, which is the end.
    private async ValueTask LookAgainAsync(Exception failure)
    {
        await DropAsync(failure);
        try
        {
            await OpenAsync(CancellationToken.None);
        }
        catch (Exception away) when (PostgresFailure.IsOfDatabase(away))
        {
            await DropAsync(away);
        }
    }

    private async ValueTask EndAsync()
    {
        _inTransaction = false;
        if (_connection is null)
        {
            return;
        }

        try
        {
            await using var rollback = new NpgsqlCommand("ROLLBACK", _connection) { CommandTimeout = RollbackSeconds };
            await rollback.ExecuteNonQueryAsync();
        }
        catch (Exception broken) when (PostgresFailure.IsOfDatabase(broken, _connection))
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
            await connections.ThrowAwayAsync(connection, failure);
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
