using Npgsql;

namespace Cartwright.Postgres;

/// <summary>The rights that a role has in a service's database, as the server reports them.</summary>
internal sealed class RoleRights
{
    // A member that inherits nothing can still take the role (SET ROLE). With programs or files of the server, a role
    // becomes its superuser.
    private const string PowerfulGroup =
        "(SELECT 'is a member of ' || min(s.rolname::text) FROM pg_roles AS s "
        + "WHERE pg_has_role(r.oid, s.oid, 'MEMBER') AND (s.rolsuper OR s.rolcreaterole OR s.rolreplication "
        + "OR s.rolname IN ('pg_execute_server_program', 'pg_read_server_files', 'pg_write_server_files')))";

    // Since PostgreSQL 16, a role that creates another one is a member of it that administers it, and can be no other.
    private const string Member =
        "(SELECT 'has the member ' || min(u.rolname::text) FROM pg_roles AS u WHERE u.oid IN "
        + "(SELECT m.member FROM pg_auth_members AS m WHERE m.roleid = r.oid "
        + "GROUP BY m.member HAVING NOT bool_or(m.admin_option)))";

    private const string Query =
        "SELECT r.rolname::text, "
        + "CASE WHEN r.rolsuper THEN 'is a superuser' "
        + "WHEN r.rolcreaterole THEN 'may create roles' "
        + "WHEN r.rolreplication THEN 'may replicate the server' "
        + "WHEN bool_or(c.relowner = r.oid) THEN 'owns the tables' "
        + "WHEN bool_or(pg_has_role(r.oid, c.relowner, 'MEMBER')) THEN 'is a member of ' "
        + "|| min(pg_get_userbyid(c.relowner)::text) || ', which owns the tables' "
        + $"ELSE {PowerfulGroup} END, "
        + "CASE WHEN r.rolname ~ '^pg_' THEN 'is one of the server itself' "
        + "WHEN NOT r.rolcanlogin THEN 'cannot log in' "
        + $"ELSE {Member} END, "
        + "has_schema_privilege(r.oid, quote_ident(current_schema())::regnamespace, 'CREATE'), "
        + "array_agg(p.right_name || ' on ' || c.relname) "
        + "FILTER (WHERE has_table_privilege(r.oid, c.oid, p.right_name)) "
        + "FROM pg_roles AS r "
        + "CROSS JOIN unnest($2::text[]) AS n(table_name) "
        + "JOIN pg_class AS c ON c.oid = to_regclass(n.table_name) "
        + "CROSS JOIN unnest($3::text[]) AS p(right_name) "
        + "WHERE r.rolname::text = COALESCE($1, current_user::text) "
        + "GROUP BY r.oid, r.rolname, r.rolsuper, r.rolcreaterole, r.rolreplication, r.rolcanlogin";

    private readonly IReadOnlyList<string> _tables;
    private readonly HashSet<string> _rights;
    private readonly bool _createsTables;

    private RoleRights(NpgsqlDataReader row, IReadOnlyList<string> tables)
    {
        _tables = tables;
        Role = row.GetString(0);
        Power = row.IsDBNull(1) ? null : row.GetString(1);
        Sharing = row.IsDBNull(2) ? null : row.GetString(2);
        _createsTables = row.GetBoolean(3);
        _rights = row.IsDBNull(4) ? [] : [.. row.GetFieldValue<string[]>(4)];
    }

    /// <summary>The role's name.</summary>
    public string Role { get; }

    /// <summary>Why grants do not restrict the role, as the rest of a sentence; null where they do.</summary>
    public string? Power { get; }

    /// <summary>
    /// Why rights of the role would be those of other roles, as the rest of a sentence; null where one program alone
    /// connects as it.
    /// </summary>
    public string? Sharing { get; }

    /// <summary>Asks the server.</summary>
    /// <param name="connection">A connection.</param>
    /// <param name="role">The role; null for that of the connection.</param>
    /// <param name="tables">The tables, all of which exist.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Its rights; null where there is no such role.</returns>
    public static async Task<RoleRights?> ReadRightsAsync(
        NpgsqlConnection connection, string? role, IReadOnlyList<string> tables, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Query, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string?> { TypedValue = role },
                new NpgsqlParameter<string[]> { TypedValue = [.. tables] },
                new NpgsqlParameter<string[]> { TypedValue = RoleKind.Rights },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? new RoleRights(reader, tables) : null;
    }

    /// <summary>A right that the role lacks, as <c>UPDATE on orders</c>; null where it lacks none.</summary>
    public string? MissingFor(RoleKind kind) =>
        OnTables(kind.RightsOn).FirstOrDefault(right => !_rights.Contains(right));

    /// <summary>Why the role may do more than its work needs, as a sentence; null where it may not.</summary>
    public string? ExcessFor(RoleKind kind) =>
        Power is not null ? $"The role {Role} {Power}."
        : _createsTables ? $"The role {Role} may create tables."
        : OnTables(table => RoleKind.Rights.Except(kind.RightsOn(table))).FirstOrDefault(_rights.Contains) is { } right
            ? $"The role {Role} has the right {right}, which it does not need."
        : null;

    private IEnumerable<string> OnTables(Func<string, IEnumerable<string>> rights) =>
        _tables.SelectMany(table => rights(table).Select(right => $"{right} on {table}"));
}
