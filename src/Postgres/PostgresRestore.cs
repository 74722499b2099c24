using Cartwright.Engine.Ports;
using Npgsql;

namespace Cartwright.Postgres;

/// <inheritdoc/>
/// <remarks>From its tables on until its end it has a mark among its schema files that no version knows.</remarks>
public sealed class PostgresRestore(PostgresOptions options) : IDatabaseRestore
{
    private const string Mark = "unfinished-restore";

    private const string FirstRelation =
        "SELECT relname::text FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND NOT EXISTS ("
        + "SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e') "
        + "ORDER BY relkind <> 'r', relname LIMIT 1";

    /// <inheritdoc/>
    public Task<string?> FindRelationAsync(CancellationToken cancellation) =>
        RunAsync(
            async connection =>
            {
                await using var command = new NpgsqlCommand(FirstRelation, connection);
                return await command.ExecuteScalarAsync(cancellation) as string;
            },
            cancellation);

    /// <inheritdoc/>
    public Task BeginAsync(string file, CancellationToken cancellation) => RunAsync(
        async connection =>
        {
            await RestoreAsync(connection, file, ["--section=pre-data"], cancellation);
            await PostgresMigrations.ExecuteAsync(
                connection,
                $"INSERT INTO {PostgresMigrations.Table} (file) VALUES ('{Mark}')",
                cancellation);
            return true;
        },
        cancellation);

    /// <inheritdoc/>
    public Task FillAsync(string file, CancellationToken cancellation) => RunAsync(
        async connection =>
        {
            await RestoreAsync(
                connection, file, ["--section=data", "--section=post-data"], cancellation);
            return true;
        },
        cancellation);

    /// <inheritdoc/>
    public Task EndAsync(CancellationToken cancellation) => RunAsync(
        async connection =>
        {
            await PostgresMigrations.ExecuteAsync(
                connection, $"DELETE FROM {PostgresMigrations.Table} WHERE file = '{Mark}'", cancellation);
            return true;
        },
        cancellation);

    private Task RestoreAsync(
        NpgsqlConnection connection,
        string file,
        IEnumerable<string> sections,
        CancellationToken cancellation) => PostgresTools.RunAsync(
            "pg_restore",
            options,
            connection,
            [
                .. sections, "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges",
                "--no-password", $"--dbname={connection.Database}", file,
            ],
            cancellation);

    private async Task<T> RunAsync<T>(Func<NpgsqlConnection, Task<T>> run, CancellationToken cancellation)
    {
        try
        {
            await using var hosts = Hosts.Open(options);
            await using var connection = await hosts.OpenConnectionAsync(cancellation);
            return await run(connection);
        }
        catch (Exception failure) when (failure is not IOException && PostgresFailure.IsOfDatabase(failure))
        {
            throw PostgresFailure.AtStart(failure);
        }
    }
}
