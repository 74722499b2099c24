using System.Reflection;
using System.Text.RegularExpressions;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Npgsql;

namespace Cartwright.Postgres;

/// <summary>
/// The numbered SQL files that make a service's tables: those of the engine, and those of the service. Each runs in one
/// transaction together with the row that records it. A released file is never changed.
/// A file that begins with <see cref="Alone"/> runs one statement after the other, without a transaction, as an index
/// must that is made while nodes write its table. It is recorded at its end: it may run again from its beginning.
/// </summary>
public static partial class PostgresMigrations
{
    /// <summary>The table that lists the files that have run.</summary>
    internal const string Table = "schema_versions";

    /// <summary>
    /// The table that lists the files that only add something. A version without such a file serves beside it, also
    /// when it is started again: so nodes can be replaced one by one, and the way back stays open.
    /// </summary>
    internal const string Expansions = "schema_expansions";

    // Files before it are in the other table, in which version 0.1.0 accepts no file that it does not know.
    private const string FirstExpansion = "0007";
    private const string Contraction = "-contract-";

    private const string Prefix = "Cartwright.Postgres.Migrations.";
    private const string Suffix = ".sql";
    private const string Engine = "engine";
    private const string Alone = "-- Runs outside of a transaction";
    private const long LockNumber = 0x4361727477726967;
    private static readonly TimeSpan TurnPause = TimeSpan.FromMilliseconds(100);
    private const string MakeTable =
        $"CREATE TABLE IF NOT EXISTS {Table} "
        + "(file text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())";

    /// <summary>Brings a database up to date. Several at once take turns, by an advisory lock.</summary>
    /// <returns>The files that were run now.</returns>
    /// <exception cref="FatalFault">
    /// <c>other-schema</c>: a later version has been here. <c>other-service</c>: it is another service's.
    /// </exception>
    /// <exception cref="TransientFault">The server cannot be reached now.</exception>
    public static async Task<IReadOnlyList<string>> ApplyMissingAsync(
        PostgresOptions options, IReadOnlyList<Role> roles, CancellationToken cancellation)
    {
        try
        {
            await using var hosts = Hosts.Open(options);
            await using var connection = await hosts.OpenConnectionAsync(cancellation);

            // Only the owner may run even a statement that would change nothing.
            if (await FindMissingAsync(connection, roles, cancellation) is [])
            {
                return [];
            }

            await LockAsync(connection, cancellation);
            await ExecuteAsync(connection, MakeTable, cancellation);
            var applied = await AppliedAsync(connection, cancellation);
            RefuseForeign(applied, roles);
            List<string> run = [];
            foreach (var file in FilesOf(roles).Where(file => !applied.Contains(file)))
            {
                await RunAsync(connection, file, cancellation);
                run.Add(file);
            }

            await UnlockAsync(connection, cancellation);
            return run;
        }
        catch (Exception failure) when (PostgresFailure.IsOfDatabase(failure))
        {
            throw PostgresFailure.AtStart(failure);
        }
    }

    /// <summary>The files that a database lacks; changes nothing.</summary>
    /// <exception cref="FatalFault">
    /// <c>other-schema</c>: a later version has been here. <c>other-service</c>: it is another service's.
    /// </exception>
    /// <exception cref="TransientFault">The server cannot be reached now.</exception>
    public static async Task<IReadOnlyList<string>> FindMissingAsync(
        PostgresOptions options, IReadOnlyList<Role> roles, CancellationToken cancellation)
    {
        try
        {
            await using var hosts = Hosts.Open(options);
            await using var connection = await hosts.OpenConnectionAsync(cancellation);
            return await FindMissingAsync(connection, roles, cancellation);
        }
        catch (Exception failure) when (PostgresFailure.IsOfDatabase(failure))
        {
            throw PostgresFailure.AtStart(failure);
        }
    }

    /// <summary>Takes turns with the other changes of tables and rights, until <see cref="UnlockAsync"/>.</summary>
    internal static async Task LockAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        // Another node may take longer with a large table than a batch would wait for a row.
        await ExecuteAsync(connection, "SET lock_timeout = 0", cancellation);

        // A statement that waits for the lock would have a snapshot. An index that the owner of the lock makes
        // concurrently waits for all snapshots, so the two would wait for each other.
        await using var take = new NpgsqlCommand($"SELECT pg_try_advisory_lock({LockNumber})", connection);
        while (await take.ExecuteScalarAsync(cancellation) is not true)
        {
            await Task.Delay(TurnPause, cancellation);
        }
    }

    internal static Task UnlockAsync(NpgsqlConnection connection, CancellationToken cancellation) =>
        ExecuteAsync(connection, $"SELECT pg_advisory_unlock({LockNumber})", cancellation);

    internal static async Task RequireLatestAsync(
        NpgsqlConnection connection, IReadOnlyList<Role> roles, CancellationToken cancellation)
    {
        if (await FindMissingAsync(connection, roles, cancellation) is [var missing, ..])
        {
            throw new FatalFault(
                "other-schema", $"The database lacks {missing}: run `cartwright migrate`, or a node with --migrate.");
        }
    }

    private static async Task RunAsync(NpgsqlConnection connection, string file, CancellationToken cancellation)
    {
        var (sql, record) = (Read(file), $"INSERT INTO {ListOf(file)} (file) VALUES ('{file}')");
        if (!sql.StartsWith(Alone, StringComparison.Ordinal))
        {
            await ExecuteAsync(connection, $"BEGIN; {sql} {record}; COMMIT;", cancellation);
            return;
        }

        // Several statements in one request would be a transaction.
        const StringSplitOptions trimmed = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        foreach (var statement in sql.Split(';', trimmed))
        {
            await ExecuteAsync(connection, statement, cancellation);
        }

        await ExecuteAsync(connection, record, cancellation);
    }

    private static async Task<IReadOnlyList<string>> FindMissingAsync(
        NpgsqlConnection connection, IReadOnlyList<Role> roles, CancellationToken cancellation)
    {
        var applied = await ExistsAsync(connection, Table, cancellation)
            ? await AppliedAsync(connection, cancellation)
            : [];
        RefuseForeign(applied, roles);
        return [.. FilesOf(roles).Where(file => !applied.Contains(file))];
    }

    // A database is a service's by the files that have run in it. One that has the files of several keeps them all.
    private static void RefuseForeign(HashSet<string> applied, IReadOnlyList<Role> roles)
    {
        if (applied.FirstOrDefault(file => !AllFiles().Contains(file)) is { } unknown)
        {
            throw new FatalFault("other-schema", $"The database has {unknown}, which this version does not know.");
        }

        var owners = applied.Order(StringComparer.Ordinal).Select(ServiceOf).Where(name => name != Engine).Distinct()
            .ToList();
        var others = roles.Select(role => role.Name).Except(owners).ToList();
        if (others.Count > 0 && owners.Exists(owner => !roles.Contains(new Role(owner))))
        {
            throw new FatalFault(
                PostgresFaultCodes.OtherService,
                $"The database belongs to {string.Join(" and ", owners)}, not to "
                + $"{string.Join(" and ", others)}: each service needs its own.");
        }
    }

    /// <summary>The files for a database of these services.</summary>
    /// <exception cref="InvalidOperationException">A service has no file.</exception>
    internal static IReadOnlyList<string> FilesOf(IReadOnlyList<Role> roles)
    {
        var services = roles.Select(role => role.Name).Append(Engine).ToHashSet();
        var files = AllFiles().Where(file => services.Contains(ServiceOf(file))).ToList();
        return services.Except(files.Select(ServiceOf)).FirstOrDefault() is { } lacking
            ? throw new InvalidOperationException(
                $"No migration makes the tables of the {lacking} service: the name of its file ends in -{lacking}.sql.")
            : files;
    }

    /// <summary>The tables that these files make.</summary>
    internal static IReadOnlyList<string> TablesOf(IReadOnlyList<Role> roles) =>
        [.. FilesOf(roles).SelectMany(file => CreatedTable().Matches(Read(file)))
            .Select(found => found.Groups[1].Value).Append(Table)];

    [GeneratedRegex("^CREATE TABLE (\\w+)", RegexOptions.Multiline)]
    private static partial Regex CreatedTable();

    private static string ServiceOf(string file) => file[(file.LastIndexOf('-') + 1)..];

    // A contraction removes something, so that no version without its file may serve.
    private static string ListOf(string file) =>
        string.CompareOrdinal(file, FirstExpansion) < 0 || file.Contains(Contraction, StringComparison.Ordinal)
            ? Table
            : Expansions;

    private static IEnumerable<string> AllFiles() => Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .Select(name => name[Prefix.Length..^Suffix.Length])
        .Order(StringComparer.Ordinal);

    private static string Read(string file)
    {
        using var reader = new StreamReader(
            Assembly.GetExecutingAssembly().GetManifestResourceStream(Prefix + file + Suffix)!);
        return reader.ReadToEnd();
    }

    // Additions of a later version are left out: this one serves beside them.
    private static async Task<HashSet<string>> AppliedAsync(
        NpgsqlConnection connection, CancellationToken cancellation)
    {
        var files = await ListedAsync(connection, Table, cancellation);
        if (await ExistsAsync(connection, Expansions, cancellation))
        {
            files.UnionWith((await ListedAsync(connection, Expansions, cancellation)).Intersect(AllFiles()));
        }

        return files;
    }

    private static async Task<bool> ExistsAsync(
        NpgsqlConnection connection, string table, CancellationToken cancellation)
    {
        await using var exists = new NpgsqlCommand($"SELECT to_regclass('{table}') IS NOT NULL", connection);
        return (bool)(await exists.ExecuteScalarAsync(cancellation))!;
    }

    private static async Task<HashSet<string>> ListedAsync(
        NpgsqlConnection connection, string table, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"SELECT file FROM {table}", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        HashSet<string> files = [];
        while (await reader.ReadAsync(cancellation))
        {
            files.Add(reader.GetString(0));
        }

        return files;
    }

    internal static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
