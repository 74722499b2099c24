using Npgsql;

namespace Cartwright.Postgres;

/// <summary>
/// The servers of one connection string, each with a pool of its own. Several servers are all asked at once, and again
/// for a while; the first primary whose barrier is committed is used. The driver would ask one after the other, and a
/// silent server would keep a node from its successor.
/// </summary>
internal sealed class Hosts : IAsyncDisposable
{
    private const int Unknown = -1;
    private const string Anything = "SELECT";

    // A search takes as long as one host may take to connect, and this at most: a lane that searches does nothing else.
    private static readonly TimeSpan SearchMax = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(100);

    // The last primary is asked before the others. They are asked too where it does not answer soon.
    private static readonly TimeSpan HeadStart = TimeSpan.FromMilliseconds(200);

    private readonly NpgsqlDataSource[] _servers;
    private readonly PostgresOptions _options;
    private readonly TimeSpan _searchMax;
    private int _primary = Unknown;
    private int _barriers;

    private Hosts(PostgresOptions options)
    {
        _options = options;
        var connection = Connections.Of(options);
        var seconds = new NpgsqlConnectionStringBuilder(connection).Timeout;
        _searchMax = seconds > 0 && seconds < SearchMax.TotalSeconds ? TimeSpan.FromSeconds(seconds) : SearchMax;
        _servers =
        [
            .. HostList.Split(connection).Select(BuildPool),
        ];
    }

    /// <summary>Connections that each begin with a commit of their own; see <see cref="Barrier"/>.</summary>
    public static Hosts Open(PostgresOptions options) => new(options);

    // Connections live long, and a password can change: it is read for each new one.
    private NpgsqlDataSource BuildPool(string connection)
    {
        var builder = new NpgsqlDataSourceBuilder(connection).UsePhysicalConnectionInitializer(
            _ => throw new NotSupportedException("Connections are opened asynchronously."), BeginAsync);
        if (_options.ReadPassword is { } read)
        {
            builder.ConnectionStringBuilder.Password = null;
            builder.ConnectionStringBuilder.Passfile = null;
            builder.UsePasswordProvider(_ => read(), (_, _) => ValueTask.FromResult(read()));
        }

        return builder.Build();
    }

    /// <summary>A connection to the primary, from its pool or a new one; to the one host where there is one.</summary>
    /// <exception cref="NpgsqlException">No server takes writes.</exception>
    public async ValueTask<NpgsqlConnection> OpenConnectionAsync(CancellationToken cancellation)
    {
        if (_servers is [var only])
        {
            return await only.OpenConnectionAsync(cancellation);
        }

        using var search = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var primary = Volatile.Read(ref _primary);
        var known = primary == Unknown ? null : AskAsync(primary, TimeSpan.Zero, search.Token);
        if (known is { IsCompletedSuccessfully: true })
        {
            return await known;
        }

        var wait = known is null ? TimeSpan.Zero : HeadStart;
        var asks = Enumerable.Range(0, _servers.Length)
            .Select(place => place == primary ? known! : AskAsync(place, wait, search.Token))
            .ToArray();
        var winner = Unknown;
        try
        {
            winner = await FirstAsync(asks, search, cancellation);
            Volatile.Write(ref _primary, winner);
            return await asks[winner];
        }
        finally
        {
            foreach (var (place, ask) in asks.Index().Where(one => one.Index != winner))
            {
                _ = DropAsync(place, ask);
            }
        }
    }

    /// <summary>Closes all idle connections, and asks every server again which of them is the primary.</summary>
    public void Forget()
    {
        Volatile.Write(ref _primary, Unknown);
        Clear();
    }

    /// <summary>Closes all idle connections.</summary>
    public void Clear() => Array.ForEach(_servers, server => server.Clear());

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }
    }

    // The place of the first server that is a primary and has committed a barrier.
    private async Task<int> FirstAsync(
        Task<NpgsqlConnection>[] asks, CancellationTokenSource search, CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var over = OverAsync(ending.Token);
        List<Task> open = [over, .. asks];
        try
        {
            while (await Task.WhenAny(open) is var first && first != over)
            {
                if (first.IsCompletedSuccessfully)
                {
                    return Array.IndexOf(asks, first);
                }

                // Before the search is over, only the caller's cancellation or a bug ends an ask without a connection.
                cancellation.ThrowIfCancellationRequested();
                await first;
            }
        }
        finally
        {
            await search.CancelAsync();
            await ending.CancelAsync();
        }

        cancellation.ThrowIfCancellationRequested();

        // The asks that were rejected fail with the reason, now that they are cancelled.
        await ((Task)Task.WhenAll(asks)).WaitAsync(HeadStart, CancellationToken.None)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        throw NoPrimary(asks);
    }

    // A barrier that is under way may take longer than the search for its server.
    private async Task OverAsync(CancellationToken cancellation)
    {
        await Task.Delay(_searchMax, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (Volatile.Read(ref _barriers) > 0)
        {
            await Task.Delay(_options.CommitPatience, cancellation)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task BeginAsync(NpgsqlConnection connection)
    {
        Interlocked.Increment(ref _barriers);
        try
        {
            await Barrier.BeginBarrierAsync(connection, _options);
        }
        finally
        {
            Interlocked.Decrement(ref _barriers);
        }
    }

    private static NpgsqlException NoPrimary(Task<NpgsqlConnection>[] asks)
    {
        List<Exception> failures = [.. asks.Where(ask => ask.IsFaulted).Select(ask => ask.Exception!.InnerException!)];
        var reasons = failures.Count == 0
            ? "none of them answers."
            : string.Join("; ", failures.Select(failure => failure.Message.TrimEnd('.')).Distinct());
        return new NpgsqlException($"No server takes writes: {reasons}", new AggregateException(failures));
    }

    // Asks one server until it is a primary, or the search is over; then it fails with the last reason.
    private async Task<NpgsqlConnection> AskAsync(int place, TimeSpan wait, CancellationToken cancellation)
    {
        Exception? refusal = null;
        while (true)
        {
            try
            {
                if (wait > TimeSpan.Zero)
                {
                    await Task.Delay(wait, cancellation);
                }

                var connection = await _servers[place].OpenConnectionAsync(cancellation);
                if (await IsPrimaryAsync(place, connection, cancellation))
                {
                    return connection;
                }
            }
            catch (OperationCanceledException) when (refusal is not null)
            {
                throw refusal;
            }
            catch (Exception failure) when (PostgresFailure.IsOfDatabase(failure))
            {
                refusal = failure;
            }

            wait = AskAgain;
        }
    }

    // A standby is watched over its connection until it is promoted, because a new connection costs a server far more
    // than a statement; any answer brings along whether the server is still a standby. Then the connection is closed:
    // it did not begin with a barrier.
    private async Task<bool> IsPrimaryAsync(int place, NpgsqlConnection connection, CancellationToken cancellation)
    {
        var server = $"{connection.Host}:{connection.Port}";
        var isPrimary = false;
        try
        {
            isPrimary = !Barrier.IsOnStandby(connection);
            if (isPrimary)
            {
                return true;
            }

            await using var command = new NpgsqlCommand(Anything, connection);
            while (Barrier.IsOnStandby(connection))
            {
                await Task.Delay(AskAgain, cancellation);
                await command.ExecuteNonQueryAsync(cancellation);
            }

            return false;
        }
        catch (OperationCanceledException)
        {
            throw new NpgsqlException($"{server} is a standby.");
        }
        catch (Exception broken) when (PostgresFailure.IsOfDatabase(broken, connection))
        {
            throw new NpgsqlException($"The connection to {server} broke.", broken);
        }
        finally
        {
            if (!isPrimary)
            {
                await CloseAsync(place, connection);
            }
        }
    }

    // A server that came second may be an old primary: its connection is not kept for another search.
    private async Task DropAsync(int place, Task<NpgsqlConnection> ask)
    {
        await ((Task)ask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (ask.IsCompletedSuccessfully)
        {
            await CloseAsync(place, await ask);
        }
    }

    // For good: after it was cleared, the pool closes returned connections.
    private async Task CloseAsync(int place, NpgsqlConnection connection)
    {
        _servers[place].Clear();
        await connection.DisposeAsync();
    }
}
