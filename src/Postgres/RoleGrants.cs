using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Npgsql;

namespace Cartwright.Postgres;

/// <summary>Gives a role the rights of its work on the tables of a service, and takes all others away.</summary>
internal static class RoleGrants
{
    // The server quotes the names: a role may be called anything.
    private const string Names =
        "SELECT ARRAY[quote_ident($1), quote_ident(current_database()), quote_ident(current_schema())]";

    /// <summary>Grants the rights. A repeat changes nothing.</summary>
    /// <exception cref="FatalFault">
    /// <c>unfit-role</c>: there is no such role, grants do not restrict it, other roles would have its rights, it has
    /// rights from elsewhere, or the caller may not grant. <c>other-schema</c>: the tables are missing.
    /// </exception>
    /// <exception cref="TransientFault">The server cannot be reached now.</exception>
    public static async Task GrantAsync(
        PostgresOptions options, Role service, string role, RoleKind kind, CancellationToken cancellation)
    {
        try
        {
            await using var hosts = Hosts.Open(options);
            await using var connection = await hosts.OpenConnectionAsync(cancellation);
            await PostgresMigrations.RequireLatestAsync(connection, [service], cancellation);
            var tables = PostgresMigrations.TablesOf([service]);
            RequireOwnRole(await RequireRightsAsync(connection, role, tables, cancellation), kind);
            await PostgresMigrations.LockAsync(connection, cancellation);
            await PostgresMigrations.ExecuteAsync(
                connection, await GrantsAsync(connection, role, kind, tables, cancellation), cancellation);
            await PostgresMigrations.UnlockAsync(connection, cancellation);
            Require(await RequireRightsAsync(connection, role, tables, cancellation), kind);
        }
        catch (Exception failure) when (PostgresFailure.IsOfDatabase(failure))
        {
            throw PostgresFailure.AtStart(failure);
        }
    }

    // Before anything is granted.
    private static void RequireOwnRole(RoleRights rights, RoleKind kind)
    {
        if (rights.Power is not null)
        {
            throw Unfit($"{rights.ExcessFor(kind)} Grants do not restrict it.");
        }

        if (rights.Sharing is not null)
        {
            throw Unfit(
                $"The role {rights.Role} {rights.Sharing}: name one that logs in and has no members "
                + "(CREATE ROLE … LOGIN).");
        }
    }

    // A caller without the right to grant gets a warning only, and a role can have rights that were granted to PUBLIC.
    private static void Require(RoleRights rights, RoleKind kind)
    {
        if (rights.MissingFor(kind) is { } missing)
        {
            throw Unfit($"The role {rights.Role} still lacks {missing}: only the owner of the tables can grant it.");
        }

        if (rights.ExcessFor(kind) is { } excess)
        {
            throw Unfit($"{excess} It has that from another role or from PUBLIC: revoke it there.");
        }
    }

    private static async Task<RoleRights> RequireRightsAsync(
        NpgsqlConnection connection, string role, IReadOnlyList<string> tables, CancellationToken cancellation) =>
        await RoleRights.ReadRightsAsync(connection, role, tables, cancellation)
        ?? throw Unfit($"The server has no role {role}: create it first (CREATE ROLE … LOGIN).");

    // One transaction: a node that serves meanwhile has its rights at every moment.
    private static async Task<string> GrantsAsync(
        NpgsqlConnection connection,
        string role,
        RoleKind kind,
        IReadOnlyList<string> tables,
        CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Names, connection)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = role } },
        };
        var names = (string[])(await command.ExecuteScalarAsync(cancellation))!;
        var (name, database, schema) = (names[0], names[1], names[2]);
        IEnumerable<string> statements =
        [
            "BEGIN",
            $"GRANT CONNECT ON DATABASE {database} TO {name}",
            $"GRANT USAGE ON SCHEMA {schema} TO {name}",
            $"REVOKE ALL ON {string.Join(", ", tables)} FROM {name}",
            .. tables.Select(table => $"GRANT {string.Join(", ", kind.RightsOn(table))} ON {table} TO {name}"),
            $"GRANT {RoleKind.OfSequences} ON ALL SEQUENCES IN SCHEMA {schema} TO {name}",
            Later(string.Join(", ", kind.OfLaterTables), "TABLES"),
            Later(RoleKind.OfSequences, "SEQUENCES"),
            "COMMIT",
        ];
        return string.Join("; ", statements);

        string Later(string rights, string kinds) =>
            $"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT {rights} ON {kinds} TO {name}";
    }

    private static FatalFault Unfit(string message) => new(PostgresFaultCodes.UnfitRole, message);
}
