using Cartwright.Domain;
using Cartwright.Domain.Storage;
using Cartwright.Engine.Ports;
using Npgsql;

namespace Cartwright.Postgres;

/// <summary>
/// One service's database on a PostgreSQL server, shared by all nodes of the service. After any lost connection
/// nothing is read before a commit of its own has gone through: what a new primary shows then is durable.
/// </summary>
public sealed class PostgresStore : IStore, IIdBlocks, IAsyncDisposable
{
    private const int ClockShift = 16;

    private readonly NpgsqlDataSource _source;
    private readonly PostgresOptions _options;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim _readers;
    private volatile bool _needsBarrier;

    private PostgresStore(NpgsqlDataSource source, PostgresOptions options, TimeProvider clock)
    {
        (_source, _options, _clock) = (source, options, clock);
        _readers = new SemaphoreSlim(options.ReadersMax);
    }

    /// <summary>Connects, and refuses a server or a schema that would break the promises.</summary>
    /// <exception cref="FatalFault">
    /// <c>unsafe-server</c>: a setting of the server gives durability away. <c>other-schema</c>: the tables are of
    /// another version; migrate first.
    /// </exception>
    /// <exception cref="TransientFault">The server cannot be reached now.</exception>
    public static async Task<PostgresStore> OpenAsync(
        PostgresOptions options, IReadOnlyList<Role> roles, TimeProvider clock, CancellationToken cancellation)
    {
        var source = NpgsqlDataSource.Create(Connections.Of(options));
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancellation);
            await ServerCheck.RunAsync(connection, options, cancellation);
            await Migrations.RequireLatestAsync(connection, roles, cancellation);
            return new PostgresStore(source, options, clock);
        }
        catch (Exception failure) when (Failure.IsOfDatabase(failure))
        {
            await source.DisposeAsync();
            throw Failure.Of(failure);
        }
        catch
        {
            await source.DisposeAsync();
            throw;
        }
    }

    public ValueTask<IStoreLane> OpenLaneAsync(CancellationToken cancellation) => ReadAsync<IStoreLane>(
        async connection =>
        {
            await using var command = Command(connection, SqlText.AddLane, Now);
            return new PostgresLane(this, (long)(await command.ExecuteScalarAsync(cancellation))!);
        },
        cancellation);

    public async ValueTask ReadAsync(IReadOnlyList<Key> keys, IRowSink sink, CancellationToken cancellation) =>
        await ReadAsync(
            async connection =>
            {
                await using var batch = connection.CreateBatch();
                await RowLoads.RunAsync(batch, keys, isLocking: false, sink, cancellation);
                return keys.Count;
            },
            cancellation);

    public ValueTask<IReadOnlyList<Key>> FindDueAsync(
        Table table, long now, int limit, CancellationToken cancellation) => ReadAsync<IReadOnlyList<Key>>(
            async connection =>
            {
                await using var command = Command(connection, SqlText.Due(table), now, limit);
                await using var reader = await command.ExecuteReaderAsync(cancellation);
                List<Key> keys = [];
                while (await reader.ReadAsync(cancellation))
                {
                    keys.Add(RowLoads.KeyOf(table, reader));
                }

                return keys;
            },
            cancellation);

    public ValueTask<IReadOnlyList<Envelope>> LeftoversAsync(
        long before, int limit, CancellationToken cancellation) => ReadAsync<IReadOnlyList<Envelope>>(
            async connection =>
            {
                await using var command = Command(connection, SqlText.Leftovers, before, limit);
                await using var reader = await command.ExecuteReaderAsync(cancellation);
                List<Envelope> envelopes = [];
                while (await reader.ReadAsync(cancellation))
                {
                    envelopes.Add(new Envelope(
                        reader.GetInt64(0),
                        EnumText.Parse<Role>(reader.GetString(1)),
                        checked((int)reader.GetInt64(2)),
                        reader.GetInt64(3),
                        (byte[])reader.GetValue(4)));
                }

                return envelopes;
            },
            cancellation);

    public ValueTask<long> TakeAsync(long now, int count, CancellationToken cancellation) => ReadAsync(
        async connection =>
        {
            await using var command = Command(connection, SqlText.TakeIds, now << ClockShift, count);
            return (long)(await command.ExecuteScalarAsync(cancellation))!;
        },
        cancellation);

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        _readers.Dispose();
    }

    internal async ValueTask<NpgsqlConnection> OpenConnectionAsync(CancellationToken cancellation) =>
        await _source.OpenConnectionAsync(cancellation);

    /// <summary>Closes a connection for good. After a demotion, all others are looked at again too.</summary>
    internal async ValueTask ThrowAwayAsync(NpgsqlConnection connection, Exception? failure)
    {
        if (failure is not null)
        {
            _needsBarrier = true;
        }

        if (failure is not null && Failure.IsDemotion(failure))
        {
            _source.Clear();
        }

        try
        {
            await connection.DisposeAsync();
        }
        catch (Exception broken) when (Failure.IsOfDatabase(broken))
        {
            _needsBarrier = true;
        }
    }

    private long Now => _clock.GetUtcNow().ToUnixTimeMilliseconds();

    private async ValueTask<T> ReadAsync<T>(Func<NpgsqlConnection, Task<T>> read, CancellationToken cancellation)
    {
        await _readers.WaitAsync(cancellation);
        try
        {
            await using var connection = await _source.OpenConnectionAsync(cancellation);
            if (_needsBarrier)
            {
                await BarrierAsync(connection);
            }

            return await read(connection);
        }
        catch (Exception failure) when (Failure.IsOfDatabase(failure))
        {
            _needsBarrier = true;
            if (Failure.IsDemotion(failure))
            {
                _source.Clear();
            }

            throw Failure.Of(failure);
        }
        finally
        {
            _readers.Release();
        }
    }

    private async ValueTask BarrierAsync(NpgsqlConnection connection)
    {
        var noticed = false;
        connection.Notice += Notice;
        try
        {
            await using var barrier = new NpgsqlCommand(SqlText.Barrier, connection) { CommandTimeout = 0 };
            await barrier.ExecuteNonQueryAsync(CancellationToken.None);
        }
        finally
        {
            connection.Notice -= Notice;
        }

        if (noticed)
        {
            throw new TransientFault("A notice came with the barrier: it may not be replicated.");
        }

        _needsBarrier = false;

        void Notice(object sender, NpgsqlNoticeEventArgs notice) => noticed = true;
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
