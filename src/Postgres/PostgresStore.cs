using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Npgsql;

namespace Cartwright.Postgres;

/// <summary>
/// One service's database on a PostgreSQL server, shared by all nodes of the service. After any lost connection nothing
/// is read before a commit of its own has gone through: all that a new primary shows then is durable.
/// </summary>
public sealed class PostgresStore : IStore, IIdBlocks, IRowCounter, ITimeSource, IAsyncDisposable
{
    private const int ClockShift = 16;

    private readonly Hosts _hosts;
    private readonly PostgresOptions _options;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim _readers;
    private readonly Barrier _barrier = new();

    private PostgresStore(Hosts hosts, PostgresOptions options, TimeProvider clock)
    {
        (_hosts, _options, _clock) = (hosts, options, clock);
        _readers = new SemaphoreSlim(options.ReadersMax);
    }

    public ILeftovers Leftovers => new PostgresLeftovers(this);

    /// <summary>Stands between a lane and its COMMIT; only tests put something else here.</summary>
    internal Func<Func<Task>, Task> CommitSeam { get; set; } = commit => commit();

    /// <summary>Connects, and refuses a server or a schema that would break the promises.</summary>
    /// <exception cref="FatalFault">
    /// <c>unsafe-server</c>: a setting of the server gives durability away. <c>unfit-server</c>: the database has
    /// another encoding, or a pooler stands before it. <c>other-schema</c>: the tables are of
    /// another version; migrate first.
    /// </exception>
    /// <exception cref="TransientFault">The server cannot be reached now.</exception>
    public static async Task<PostgresStore> OpenAsync(
        PostgresOptions options, IReadOnlyList<Role> roles, TimeProvider clock, CancellationToken cancellation)
    {
        var hosts = Hosts.Open(options);
        try
        {
            await using var connection = await hosts.OpenConnectionAsync(cancellation);
            await ServerCheck.RequireStandbyAsync(connection, options, cancellation);
            await Migrations.RequireLatestAsync(connection, roles, cancellation);
            return new PostgresStore(hosts, options, clock);
        }
        catch (Exception failure)
        {
            await hosts.DisposeAsync();
            if (Failure.IsOfDatabase(failure))
            {
                throw Failure.AtStart(failure);
            }

            throw;
        }
    }

    public ValueTask<IStoreLane> OpenLaneAsync(CancellationToken cancellation) => RunAsync<IStoreLane>(
        async connection =>
        {
            await using var forget = Command(connection, SqlText.ForgetLanes);
            await forget.ExecuteNonQueryAsync(cancellation);
            return new PostgresLane(this, await WriteAsync(connection, SqlText.AddLane));
        },
        cancellation);

    // Timed around the query itself: without the wait for a connection, and the first round trip of a new one.
    public ValueTask<TimeReading> ReadTimeAsync(TimeProvider clock, CancellationToken cancellation) => RunAsync(
        async connection =>
        {
            await using var command = Command(connection, SqlText.Time);
            var askedAt = clock.GetTimestamp();
            var us = (long)(await command.ExecuteScalarAsync(cancellation))!;
            return new TimeReading(askedAt, clock.GetTimestamp(), us);
        },
        cancellation);

    public async ValueTask ReadAsync(IReadOnlyList<Key> keys, IRowSink sink, CancellationToken cancellation) =>
        await RunAsync(
            async connection =>
            {
                await using var batch = connection.CreateBatch();
                await RowLoads.RunAsync(batch, keys, isLocking: false, sink, cancellation);
                return keys.Count;
            },
            cancellation);

    public ValueTask<IReadOnlyList<Key>> FindDueAsync(
        Table table, long now, int limit, CancellationToken cancellation) => RunAsync<IReadOnlyList<Key>>(
            async connection =>
            {
                await using var command = Command(connection, SqlText.Due(table), now, limit, table.DueAheadOf(now));
                await using var reader = await command.ExecuteReaderAsync(cancellation);
                List<Key> keys = [];
                while (await reader.ReadAsync(cancellation))
                {
                    keys.Add(RowLoads.KeyOf(table, reader));
                }

                return keys;
            },
            cancellation);

    public ValueTask<int> CountAsync(Table table, int limit, CancellationToken cancellation) => RunAsync(
        async connection =>
        {
            await using var command = Command(connection, SqlText.Count(table), limit);
            return (int)(long)(await command.ExecuteScalarAsync(cancellation))!;
        },
        cancellation);

    public ValueTask<long> TakeAsync(long now, int count, CancellationToken cancellation) => RunAsync(
        async connection => await TryWriteAsync(
            connection, SqlText.TakeIds, now << ClockShift, count, IdRange.Max) ?? throw new OutOfNumbersFault(),
        cancellation);

    public async ValueTask DisposeAsync()
    {
        await _hosts.DisposeAsync();
        _readers.Dispose();
    }

    internal TimeProvider Clock => _clock;

    /// <summary>Whether no commit may be acknowledged that one server alone has.</summary>
    internal bool IsReplicated => _options.RequireSynchronousStandby;

    /// <summary>How long a COMMIT is waited for.</summary>
    internal TimeSpan CommitPatience => _options.CommitPatience;

    internal async ValueTask<NpgsqlConnection> OpenConnectionAsync(CancellationToken cancellation) =>
        await _hosts.OpenConnectionAsync(cancellation);

    /// <summary>Gives back a connection that may be broken, or may have an open transaction.</summary>
    internal async ValueTask ThrowAwayAsync(NpgsqlConnection connection, Exception? failure)
    {
        Doubt(failure);
        if (Unended.On(connection) is { } write)
        {
            _ = CloseAfterAsync(connection, write);
        }
        else
        {
            await CloseAsync(connection);
        }
    }

    private async Task CloseAfterAsync(NpgsqlConnection connection, Task write)
    {
        await write.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await CloseAsync(connection);
    }

    private async Task CloseAsync(NpgsqlConnection connection)
    {
        try
        {
            await connection.DisposeAsync();
        }
        catch (Exception broken) when (Failure.IsOfDatabase(broken, connection))
        {
            Doubt(broken);
        }
    }

    private async Task<long> WriteAsync(NpgsqlConnection connection, string sql, params long[] numbers) =>
        (await TryWriteAsync(connection, sql, numbers))!.Value;

    private async Task<long?> TryWriteAsync(NpgsqlConnection connection, string sql, params long[] numbers) =>
        (long?)await DurableWrite.RunAsync(connection, CommitPatience, sql, numbers);

    /// <summary>Runs a read, or a write that may be lost, on a connection that has passed the barrier.</summary>
    internal async ValueTask<T> RunAsync<T>(Func<NpgsqlConnection, Task<T>> run, CancellationToken cancellation)
    {
        await _readers.WaitAsync(cancellation);
        NpgsqlConnection? connection = null;
        try
        {
            connection = await _hosts.OpenConnectionAsync(cancellation);
            await _barrier.PassAsync(connection, CommitPatience);
            return await run(connection);
        }
        catch (Exception failure) when (Failure.IsOfDatabase(failure, connection))
        {
            Doubt(failure);
            throw Failure.Of(failure);
        }
        finally
        {
            if (connection is not null)
            {
                await ThrowAwayAsync(connection, failure: null);
            }

            _readers.Release();
        }
    }

    // Any other open connection may lead to the same server, which may have a successor: every connection after this is
    // a new one, or has passed a barrier again.
    private void Doubt(Exception? failure)
    {
        if (failure is not null && (!Failure.IsCertainNo(failure) || Failure.IsDemotion(failure)))
        {
            _barrier.Doubt();
            _hosts.Forget();
        }
        else if (failure is not null && !Failure.KeepsConnection(failure))
        {
            // Nothing is in doubt, but the connection is not to be used again.
            _hosts.Clear();
        }
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params ReadOnlySpan<long> numbers)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var number in numbers)
        {
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = number });
        }

        return command;
    }
}
