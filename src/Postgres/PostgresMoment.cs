using System.Globalization;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Npgsql;

namespace Cartwright.Postgres;

/// <inheritdoc/>
/// <remarks>
/// A share lock on `lanes` conflicts with the count that each batch of a node ends with, so no batch commits in a
/// database while the lock is held. The snapshots are taken while all locks are held: no commit lies between two of
/// them. A message is sent after the commit that makes it and received before the commit that it causes, so the
/// snapshots show no effect without its cause.
/// </remarks>
public sealed class PostgresMoment : IDatabasesMoment
{
    private const int AttemptsMax = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    // A batch waits for a lock for 1.5 s. Three databases together must keep it for less.
    private const string Lock =
        "BEGIN; SET LOCAL lock_timeout = 300; SET LOCAL idle_in_transaction_session_timeout = 2000; "
        + "LOCK TABLE lanes IN SHARE MODE";

    // A dump takes longer than a node's connection may be idle in a transaction.
    private const string Snapshot =
        "SET idle_in_transaction_session_timeout = 0; BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; "
        + "SELECT pg_export_snapshot() || ' ' || (extract(epoch FROM clock_timestamp()) * 1000)::bigint";

    private readonly Dictionary<Role, Opened> _opened;

    private PostgresMoment(Dictionary<Role, Opened> opened) => _opened = opened;

    /// <summary>Takes the moment. A lock that is idle for two seconds is dropped, and the moment given up.</summary>
    /// <param name="databases">How the databases are reached.</param>
    /// <param name="cancellation">Gives it up.</param>
    /// <exception cref="TransientFault">A server does not answer, or its writers leave no gap.</exception>
    public static async Task<PostgresMoment> TakeAsync(
        IReadOnlyDictionary<Role, PostgresOptions> databases, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var moment = new PostgresMoment(databases.ToDictionary(
                database => database.Key, database => new Opened(database.Value)));
            try
            {
                await moment.TakeAsync(cancellation);
                return moment;
            }
            catch (Exception failure)
            {
                await moment.DisposeAsync();
                if (!PostgresFailure.IsOfDatabase(failure))
                {
                    throw;
                }

                if (!PostgresFailure.IsLockTimeout(failure) || attempt == AttemptsMax)
                {
                    throw PostgresFailure.AtStart(failure);
                }
            }

            await Task.Delay(Pause, cancellation);
        }
    }

    /// <inheritdoc/>
    public long TimeOf(Role role) => _opened[role].At;

    /// <inheritdoc/>
    public string ServerOf(Role role) => _opened[role].Server;

    /// <inheritdoc/>
    public Task DumpAsync(Role role, string file, CancellationToken cancellation)
    {
        var opened = _opened[role];
        return PostgresTools.RunAsync(
            "pg_dump",
            opened.Options,
            opened.Reader!,
            [
                "--format=custom", $"--snapshot={opened.Name}", "--no-owner", "--no-privileges", "--no-password",
                "--lock-wait-timeout=60s", $"--file={file}",
            ],
            cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var opened in _opened.Values)
        {
            await opened.DisposeAsync();
        }
    }

    private async Task TakeAsync(CancellationToken cancellation)
    {
        foreach (var opened in _opened.Values)
        {
            await opened.ConnectAsync(cancellation);
        }

        foreach (var opened in _opened.Values)
        {
            await PostgresMigrations.ExecuteAsync(opened.Writer!, Lock, cancellation);
        }

        foreach (var opened in _opened.Values)
        {
            await opened.ExportAsync(Snapshot, cancellation);
        }

        // A server ends a transaction that is idle for too long, and may have been replaced by its standby. A commit
        // after the last snapshot shows that each lock was held until then, by a server that was still the primary.
        foreach (var opened in _opened.Values)
        {
            await PostgresMigrations.ExecuteAsync(opened.Writer!, PostgresSql.Barrier, cancellation);
        }

        foreach (var opened in _opened.Values)
        {
            await PostgresMigrations.ExecuteAsync(opened.Writer!, "COMMIT", cancellation);
        }
    }

    private sealed class Opened(PostgresOptions options) : IAsyncDisposable
    {
        private readonly Hosts _hosts = Hosts.Open(options);

        public PostgresOptions Options => options;

        public NpgsqlConnection? Writer { get; private set; }

        public NpgsqlConnection? Reader { get; private set; }

        public string Name { get; private set; } = string.Empty;

        public string Server { get; private set; } = string.Empty;

        public long At { get; private set; }

        public async Task ConnectAsync(CancellationToken cancellation)
        {
            Writer = await _hosts.OpenConnectionAsync(cancellation);
            Reader = await _hosts.OpenConnectionAsync(cancellation);
            Server = Reader.ServerVersion;
            if ((Writer.Host, Writer.Port) != (Reader.Host, Reader.Port))
            {
                throw new NpgsqlException("The primary has just changed.");
            }
        }

        public async Task ExportAsync(string sql, CancellationToken cancellation)
        {
            await using var command = new NpgsqlCommand(sql, Reader);
            var parts = ((string)(await command.ExecuteScalarAsync(cancellation))!).Split(' ');
            (Name, At) = (parts[0], long.Parse(parts[1], CultureInfo.InvariantCulture));
        }

        // The session's settings are not those of a pool's other connections: both end with the pool.
        public async ValueTask DisposeAsync()
        {
            await (Writer?.DisposeAsync() ?? ValueTask.CompletedTask);
            await (Reader?.DisposeAsync() ?? ValueTask.CompletedTask);
            await _hosts.DisposeAsync();
        }
    }
}
