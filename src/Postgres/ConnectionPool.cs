using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Npgsql;

namespace Cartwright.Postgres;

/// <summary>
/// The connections of one node to the database of its service. After any lost connection nothing is read before a
/// commit of its own has gone through: all that a new primary shows then is durable.
/// </summary>
internal sealed class ConnectionPool : IAsyncDisposable
{
    private readonly Hosts _hosts;
    private readonly PostgresOptions _options;
    private readonly SemaphoreSlim _readers;
    private readonly Barrier _barrier = new();

    private ConnectionPool(Hosts hosts, PostgresOptions options, int readersMax, string? excess)
    {
        (_hosts, _options, Excess) = (hosts, options, excess);
        _readers = new SemaphoreSlim(readersMax);
    }

    /// <summary>How long a COMMIT is waited for.</summary>
    public TimeSpan CommitPatience => _options.CommitPatience;

    /// <summary>Why the role may do more than a node needs, as a sentence; null where it may not.</summary>
    public string? Excess { get; }

    /// <summary>Connects, and refuses what <see cref="PostgresStore.OpenAsync"/> refuses.</summary>
    public static async Task<ConnectionPool> OpenAsync(
        PostgresOptions options, IReadOnlyList<Role> roles, int readersMax, CancellationToken cancellation)
    {
        var hosts = Hosts.Open(options);
        try
        {
            await using var connection = await hosts.OpenConnectionAsync(cancellation);
            await ServerCheck.RequireStandbyAsync(connection, options, cancellation);
            await PostgresMigrations.RequireLatestAsync(connection, roles, cancellation);
            var rights = await RoleRights.ReadRightsAsync(
                connection, role: null, PostgresMigrations.TablesOf(roles), cancellation);
            return rights?.MissingFor(RoleKind.Serving) is { } missing
                ? throw new FatalFault(
                    PostgresFaultCodes.UnfitRole,
                    $"The role {rights.Role} lacks {missing}: run `cartwright migrate --serve-role` as the owner.")
                : new ConnectionPool(hosts, options, readersMax, rights?.ExcessFor(RoleKind.Serving));
        }
        catch (Exception failure)
        {
            await hosts.DisposeAsync();
            if (PostgresFailure.IsOfDatabase(failure))
            {
                throw PostgresFailure.AtStart(failure);
            }

            throw;
        }
    }

    /// <summary>A connection for a lane, which passes a barrier of its own.</summary>
    public ValueTask<NpgsqlConnection> OpenConnectionAsync(CancellationToken cancellation) =>
        _hosts.OpenConnectionAsync(cancellation);

    /// <summary>Runs a read, or a write that may be lost, on a connection that has passed the barrier.</summary>
    public async ValueTask<T> RunAsync<T>(Func<NpgsqlConnection, Task<T>> run, CancellationToken cancellation)
    {
        await _readers.WaitAsync(cancellation);
        NpgsqlConnection? connection = null;
        try
        {
            connection = await _hosts.OpenConnectionAsync(cancellation);
            await _barrier.PassAsync(connection, CommitPatience);
            return await run(connection);
        }
        catch (Exception failure) when (PostgresFailure.IsOfDatabase(failure, connection))
        {
            Doubt(failure);
            throw PostgresFailure.FaultOf(failure);
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

    /// <summary>Gives back a connection that may be broken, or may have an open transaction.</summary>
    public async ValueTask ThrowAwayAsync(NpgsqlConnection connection, Exception? failure)
    {
        Doubt(failure);
        if (TimedOutWrites.PendingOn(connection) is { } write)
        {
            _ = CloseAfterAsync(connection, write);
        }
        else
        {
            await CloseAsync(connection);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _hosts.DisposeAsync();
        _readers.Dispose();
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
        catch (Exception broken) when (PostgresFailure.IsOfDatabase(broken, connection))
        {
            Doubt(broken);
        }
    }

    // Any other open connection may lead to the same server, which may have a successor: every connection after this is
    // a new one, or has passed a barrier again.
    private void Doubt(Exception? failure)
    {
        if (failure is not null && (!PostgresFailure.IsCertainNo(failure) || PostgresFailure.IsDemotion(failure)))
        {
            _barrier.Doubt();
            _hosts.Forget();
        }
        else if (failure is not null && !PostgresFailure.KeepsConnection(failure))
        {
            // Nothing is in doubt, but the connection is not to be used again.
            _hosts.Clear();
        }
    }
}
