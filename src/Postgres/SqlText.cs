using Cartwright.Domain.Storage;

namespace Cartwright.Postgres;

/// <summary>The statements of a table, made from its descriptor.</summary>
internal static class SqlText
{
    public const string CountBatch =
        "WITH w AS (UPDATE lanes SET committed = $2 + 1 WHERE lane = $1 AND committed = $2 RETURNING 1) "
        + "SELECT require_rows(count(*), 1) FROM w";

    public const string WriteBarrier =
        "UPDATE lanes SET barrier = barrier + 1 WHERE lane = $1 RETURNING committed";

    public const string Barrier = "SELECT pg_logical_emit_message(true, 'cartwright', '')";

    public const string AddLane = "INSERT INTO lanes (opened_at) VALUES ($1) RETURNING lane";

    public const string ForgetLanes = "DELETE FROM lanes WHERE opened_at < $1";

    public const string TakeIds = "UPDATE id_block SET next = GREATEST(next, $1) + $2 RETURNING next - $2";

    public const string HasEnvelopes = "SELECT EXISTS (SELECT FROM outbox)";

    public const string StoreEnvelopes =
        "INSERT INTO outbox (envelope_id, role, partition, at, bytes) "
        + "SELECT * FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::bigint[], $5::bytea[])";

    public const string ForgetEnvelopes = "DELETE FROM outbox WHERE envelope_id = ANY($1)";

    public const string Leftovers =
        "SELECT envelope_id, role, partition, at, bytes FROM outbox WHERE at < $1 ORDER BY at, envelope_id LIMIT $2";

    /// <summary>Rows by their keys, locked in the order of the keys.</summary>
    public static string LoadLocked(Table table) => $"{Load(table)} ORDER BY 1 FOR UPDATE";

    /// <summary>Rows by their keys: the key, the version, then the columns.</summary>
    public static string Load(Table table) =>
        $"SELECT {table.KeyColumn.Name}, version, {Names(table)} FROM {table.Name} "
        + $"WHERE {table.KeyColumn.Name} = ANY($1)";

    /// <summary>All rows in the order of their keys: the key, the version, then the columns.</summary>
    public static string All(Table table) =>
        $"SELECT {table.KeyColumn.Name}, version, {Names(table)} FROM {table.Name} ORDER BY {table.KeyColumn.Name}";

    /// <summary>Whether a sweep still has to look at a row.</summary>
    public static string HasDue(Table table) => $"SELECT EXISTS (SELECT FROM {table.Name} WHERE due IS NOT NULL)";

    /// <summary>
    /// New rows, and rows that still have the version with which they were loaded. The parameters: how many there
    /// are, the keys, the new versions, then the columns, all but the first as arrays.
    /// </summary>
    public static string Upsert(Table table)
    {
        var arrays = string.Join(", ", table.Columns.Select((column, place) => $"${place + 4}::{ArrayOf(column)}"));
        var values = string.Join(", ", table.Columns.Select(SelectOf));
        var names = string.Join(", ", table.Columns.Select((_, place) => $"c{place}"));
        var sets = string.Join(", ", table.Columns.Select(column => $"{column.Name} = excluded.{column.Name}"));
        return $"WITH w AS (INSERT INTO {table.Name} AS t ({table.KeyColumn.Name}, version, {Names(table)}) "
            + $"SELECT k, v, {values} "
            + $"FROM unnest($2::{ArrayOf(table.KeyColumn)}, $3::bigint[], {arrays}) AS n(k, v, {names}) "
            + $"ON CONFLICT ({table.KeyColumn.Name}) DO UPDATE SET version = excluded.version, {sets} "
            + "WHERE t.version = excluded.version - 1 RETURNING 1) "
            + "SELECT require_rows(count(*), $1) FROM w";
    }

    /// <summary>The parameters: how many, the keys, the versions with which they were loaded.</summary>
    public static string Delete(Table table) =>
        $"WITH w AS (DELETE FROM {table.Name} AS t "
        + $"USING unnest($2::{ArrayOf(table.KeyColumn)}, $3::bigint[]) AS n(k, v) "
        + $"WHERE t.{table.KeyColumn.Name} = n.k AND t.version = n.v RETURNING 1) "
        + "SELECT require_rows(count(*), $1) FROM w";

    /// <summary>The keys of the rows whose time has come. The parameters: the time, and how many at most.</summary>
    public static string Due(Table table) =>
        $"SELECT {table.KeyColumn.Name} FROM {table.Name} WHERE due IS NOT NULL AND due <= $1 "
        + $"ORDER BY due, {table.KeyColumn.Name} LIMIT $2";

    private static string Names(Table table) => string.Join(", ", table.Columns.Select(column => column.Name));

    private static string ArrayOf(Column column) => column.Kind == ColumnKind.Number ? "bigint[]" : "text[]";

    private static string SelectOf(Column column, int place) =>
        column.Kind == ColumnKind.Json ? $"c{place}::json" : $"c{place}";
}
