using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Npgsql;

namespace Cartwright.Postgres;

/// <summary>
/// One service's database on a PostgreSQL server, shared by all nodes of the service.
/// </summary>
public sealed class PostgresStore : IStore, IRowCounter, IRowLists, ITimeSource, IAsyncDisposable
{
    private readonly ConnectionPool _connections;
    private readonly PostgresOptions _options;
    private readonly TimeProvider _clock;

    private PostgresStore(ConnectionPool connections, PostgresOptions options, TimeProvider clock) =>
        (_connections, _options, _clock) = (connections, options, clock);

    public ILeftovers Leftovers => new PostgresLeftovers(_connections);

    /// <summary>The numbers that the database hands out.</summary>
    public IIdBlocks Ids => new PostgresIdBlocks(_connections);

    /// <summary>Why its role may do more than a node needs, as a sentence; null where it may not.</summary>
    public string? Excess => _connections.Excess;

    internal ConnectionPool Connections => _connections;

    /// <summary>Stands between a lane and its COMMIT; only tests put something else here.</summary>
    internal Func<Func<Task>, Task> CommitSeam { get; set; } = commit => commit();

    /// <summary>Connects, and refuses a server or a schema that would break the promises.</summary>
    /// <param name="options">How the database is reached.</param>
    /// <param name="roles">The services in it.</param>
    /// <param name="readersMax">The most connections beside the lanes.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellation">Gives the attempt up.</param>
    /// <exception cref="FatalFault">
    /// <c>unsafe-server</c>: a setting of the server gives durability away. <c>unfit-server</c>: the database has
    /// another encoding, or a pooler stands before it. <c>other-schema</c>: the tables are of
    /// another version; migrate first. <c>unfit-role</c>: the role lacks a right.
    /// <c>untrusted-server</c>: the certificate of the server is not accepted.
    /// </exception>
    /// <exception cref="TransientFault">The server cannot be reached now.</exception>
    public static async Task<PostgresStore> OpenAsync(
        PostgresOptions options,
        IReadOnlyList<Role> roles,
        int readersMax,
        TimeProvider clock,
        CancellationToken cancellation) =>
        new(await ConnectionPool.OpenAsync(options, roles, readersMax, cancellation), options, clock);

    public ValueTask<IStoreLane> OpenLaneAsync(CancellationToken cancellation) =>
        PostgresLane.OpenAsync(_connections, _options, _clock, commit => CommitSeam(commit), cancellation);

    // Timed around the query itself: without the wait for a connection, and the first round trip of a new one.
    public ValueTask<TimeReading> ReadTimeAsync(TimeProvider clock, CancellationToken cancellation) =>
        _connections.RunAsync(
            async connection =>
            {
                await using var command = Command(connection, PostgresSql.Time);
                var askedAt = clock.GetTimestamp();
                var us = (long)(await command.ExecuteScalarAsync(cancellation))!;
                return new TimeReading(askedAt, clock.GetTimestamp(), us);
            },
            cancellation);

    public async ValueTask ReadAsync(IReadOnlyList<Key> keys, IRowSink sink, CancellationToken cancellation) =>
        await _connections.RunAsync(
            async connection =>
            {
                await using var batch = connection.CreateBatch();
                await RowLoads.LoadRowsAsync(batch, keys, isLocking: false, sink, cancellation);
                return keys.Count;
            },
            cancellation);

    public ValueTask<IReadOnlyList<Key>> FindDueAsync(
        Table table, long now, int limit, CancellationToken cancellation) => _connections.RunAsync<IReadOnlyList<Key>>(
            async connection =>
            {
                await using var command = Command(
                    connection, PostgresSql.DueKeys(table), now, limit, table.DueAheadOf(now));
                await using var reader = await command.ExecuteReaderAsync(cancellation);
                List<Key> keys = [];
                while (await reader.ReadAsync(cancellation))
                {
                    keys.Add(RowLoads.KeyOf(table, reader));
                }

                return keys;
            },
            cancellation);

    public ValueTask<int> CountAsync(Table table, int limit, CancellationToken cancellation) => _connections.RunAsync(
        async connection =>
        {
            await using var command = Command(connection, PostgresSql.CountRows(table), limit);
            return (int)(long)(await command.ExecuteScalarAsync(cancellation))!;
        },
        cancellation);

    public async ValueTask ReadPageAsync(RowPage page, IRowSink sink, CancellationToken cancellation) =>
        await _connections.RunAsync(
            async connection =>
            {
                await using var batch = connection.CreateBatch();
                await RowLoads.ReadPageAsync(batch, page, sink, cancellation);
                return page.Limit;
            },
            cancellation);

    public ValueTask DisposeAsync() => _connections.DisposeAsync();

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
