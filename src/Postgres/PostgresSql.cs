using Cartwright.Kernel;

namespace Cartwright.Postgres;

/// <summary>The statements of a table, made from its descriptor.</summary>
internal static class PostgresSql
{
    // "CWAB": the advisory locks' first number; the second is the table's.
    private const int AbsenceLocks = 0x43574142;

    /// <summary>
    /// Only from the connection that wrote the last barrier: the server rejects batches that an older one still sends,
    /// or that a frozen server reads late.
    /// </summary>
    public const string CountBatch =
        "WITH w AS (UPDATE lanes SET committed = $2 + 1, active_at = now() "
        + "WHERE lane = $1 AND committed = $2 AND barrier = $3 RETURNING 1) SELECT require_lane(count(*)) FROM w";

    /// <summary>
    /// The same where the loss of the server must not lose anything. Its settings may have changed since the connection
    /// was made: the batch is refused then, and the next connection finds out why.
    /// </summary>
    public const string CountReplicatedBatch =
        "WITH w AS (UPDATE lanes SET committed = $2 + 1, active_at = now() "
        + "WHERE lane = $1 AND committed = $2 AND barrier = $3 "
        + "AND current_setting('synchronous_standby_names') <> '' "
        + "RETURNING 1) SELECT require_lane(count(*)) FROM w";

    public const string WriteBarrier =
        "UPDATE lanes SET barrier = barrier + 1, active_at = now() WHERE lane = $1 "
        + "RETURNING ARRAY[committed, barrier]";

    public const string Barrier = "SELECT pg_logical_emit_message(true, 'cartwright', '')";

    public const string CheckedBarrier =
        $"SELECT {ServerCheck.Asked}, pg_logical_emit_message(true, 'cartwright', '')";

    /// <summary>The server's clock, in microseconds since 1970.</summary>
    public const string Time = "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint";

    public const string AddLane =
        "INSERT INTO lanes (opened_at) VALUES ((extract(epoch FROM now()) * 1000)::bigint) RETURNING lane";

    /// <summary>
    /// Every start leaves a row for each lane. One that has been silent for a month, and that a thousand others came
    /// after, is not coming back; a node may live in peace for a month.
    /// </summary>
    public const string ForgetLanes =
        "DELETE FROM lanes WHERE lane IN (SELECT lane FROM lanes WHERE active_at < now() - interval '30 days' "
        + "AND lane <= (SELECT max(lane) - 1000 FROM lanes) ORDER BY lane FOR UPDATE SKIP LOCKED)";

    // No row where the highest number would be passed.
    public const string TakeIds =
        "UPDATE id_block SET next = GREATEST(next, $1) + $2 WHERE GREATEST(next, $1) <= $3 - $2 RETURNING next - $2";

    public const string NextId = "SELECT next FROM id_block";

    public const string OldestEnvelope = "SELECT min(at) FROM outbox";

    public const string StoreEnvelopes =
        "INSERT INTO outbox (envelope_id, role, partition, at, bytes) "
        + "SELECT * FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::bigint[], $5::bytea[])";

    /// <summary>
    /// Every batch brings some along, so none may wait for a row that a stranger has locked: that one is sent and
    /// confirmed once more.
    /// </summary>
    public const string ForgetEnvelopes =
        "DELETE FROM outbox WHERE envelope_id = ANY(ARRAY("
        + "SELECT envelope_id FROM outbox WHERE envelope_id = ANY($1) FOR UPDATE SKIP LOCKED))";

    /// <summary>For the rest of a transaction: a lock is waited for a moment only.</summary>
    public const string WaitBriefly = "SET LOCAL lock_timeout = 50";

    /// <summary>
    /// For the rest of a transaction: rows are read in the order of an index, as many as are needed. A bitmap would
    /// find all rows of a list before the first one is returned.
    /// </summary>
    public const string ReadInOrder = "SET LOCAL enable_bitmapscan = off";

    /// <summary>
    /// Claims envelopes that have not been sent for some time. The parameters: the latest time of an earlier claim, how
    /// many, how many bytes, the time from which on a time is too far ahead, and the time of the claim. An envelope for
    /// a service, or a partition, that this version does not know is left to the others; a locked one is being claimed
    /// or deleted. Each range is one of the index, which an OR would not be.
    /// </summary>
    public static readonly string ClaimEnvelopes =
        $"WITH overdue AS MATERIALIZED ({ClaimedPart} COALESCE(sent_at, at) < $1 {ClaimedOrder}), "
        + $"ahead AS MATERIALIZED ({ClaimedPart} COALESCE(sent_at, at) > $4 {ClaimedOrder}), "
        + "found AS (SELECT *, 0 AS far FROM overdue UNION ALL SELECT *, 1 AS far FROM ahead "
        + "ORDER BY far, sent, envelope_id LIMIT $2), "
        + "summed AS (SELECT envelope_id, row_number() OVER places AS place, sum(size) OVER places AS total "
        + "FROM found WINDOW places AS (ORDER BY far, sent, envelope_id)) "
        + "UPDATE outbox AS o SET sent_at = $5 FROM summed AS s "
        + "WHERE o.envelope_id = s.envelope_id AND (s.place = 1 OR s.total <= $3) "
        + "RETURNING s.place, o.envelope_id, o.role, o.partition, o.at, o.bytes";

    public const string FindEnvelopes = "SELECT envelope_id FROM outbox WHERE envelope_id = ANY($1)";

    private const string ClaimedPart =
        "SELECT envelope_id, COALESCE(sent_at, at) AS sent, octet_length(bytes) AS size FROM outbox "
        + "WHERE role = ANY($6) AND partition <= 2147483647 AND";

    private const string ClaimedOrder =
        "ORDER BY COALESCE(sent_at, at), envelope_id LIMIT $2 FOR UPDATE SKIP LOCKED";

    /// <summary>Rows by their keys, locked in the order of the keys.</summary>
    public static string LoadLocked(Table table) => $"{LoadRows(table)} ORDER BY 1 FOR UPDATE";

    /// <summary>Those of the keys that have a row, locked or not.</summary>
    public static string KeysThere(Table table) =>
        $"SELECT {table.KeyColumn.Name} FROM {table.Name} WHERE {table.KeyColumn.Name} = ANY($1)";

    /// <summary>The keys among these with a row that can be locked now.</summary>
    public static string KeysUnlocked(Table table) => $"{KeysThere(table)} FOR UPDATE SKIP LOCKED";

    /// <summary>Rows by their keys: the key, the version, then the columns.</summary>
    public static string LoadRows(Table table) =>
        $"SELECT {table.KeyColumn.Name}, version, {Names(table)} FROM {table.Name} "
        + $"WHERE {table.KeyColumn.Name} = ANY($1)";

    /// <summary>All rows in the order of their keys: the key, the version, then the columns.</summary>
    public static string AllRows(Table table) =>
        $"SELECT {table.KeyColumn.Name}, version, {Names(table)} FROM {table.Name} ORDER BY {table.KeyColumn.Name}";

    /// <summary>The same after a key, the parameter.</summary>
    public static string RowsAfter(Table table) =>
        $"SELECT {table.KeyColumn.Name}, version, {Names(table)} FROM {table.Name} "
        + $"WHERE {table.KeyColumn.Name} > $1 ORDER BY {table.KeyColumn.Name}";

    /// <summary>
    /// A page of a list: the key, the version, then the columns. The parameters: the number that the rows have in
    /// common, the key after which the page begins, and how many rows it has at most. An equation of the number would
    /// allow a scan of the primary key, which reads the rows of other numbers until the page is full.
    /// </summary>
    public static string PageRows(Table table)
    {
        var places = $"{table.ListedBy}, {table.KeyColumn.Name}";
        return $"SELECT {table.KeyColumn.Name}, version, {Names(table)} FROM {table.Name} "
            + $"WHERE ({places}) > ($1, $2) AND {table.ListedBy} <= $1 ORDER BY {places} LIMIT $3";
    }

    /// <summary>The rows with a due time, by that time: the key, the version, then the columns.</summary>
    public static string Unfinished(Table table) =>
        $"SELECT {table.KeyColumn.Name}, version, {Names(table)} FROM {table.Name} "
        + $"WHERE due IS NOT NULL ORDER BY due, {table.KeyColumn.Name}";

    /// <summary>Until the transaction ends, no transaction inserts into the table.</summary>
    public static string LockAbsence(Table table) => $"SELECT pg_advisory_xact_lock({AbsenceLocks}, {table.Ordinal})";

    /// <summary>Until the transaction ends, no transaction relies on a row's absence.</summary>
    public static string ShareAbsence(Table table) =>
        $"SELECT pg_advisory_xact_lock_shared({AbsenceLocks}, {table.Ordinal})";

    /// <summary>How many rows there are, counted up to a bound.</summary>
    public static string CountRows(Table table) =>
        $"SELECT count(*) FROM (SELECT FROM {table.Name} LIMIT $1) AS counted";

    /// <summary>Rows that must not be there.</summary>
    public static string RequireMissing(Table table) =>
        $"SELECT require_rows(count(*), 0) FROM {table.Name} WHERE {table.KeyColumn.Name} = ANY($1)";

    /// <summary>
    /// New rows. The parameters: how many there are, the keys, then the columns, all but the first as arrays. If
    /// another transaction inserts the same key at the same time, this one waits for it, and then finds the row there.
    /// </summary>
    public static string InsertRows(Table table)
    {
        var values = string.Join(", ", table.Columns.Select(ValueOf));
        return $"WITH w AS (INSERT INTO {table.Name} ({table.KeyColumn.Name}, version, {Names(table)}) "
            + $"SELECT k, 1, {values} FROM unnest($2::{ArrayOf(table.KeyColumn)}, {Arrays(table, first: 3)}) "
            + $"AS n(k, {Places(table)}) ON CONFLICT DO NOTHING RETURNING 1) "
            + "SELECT require_rows(count(*), $1) FROM w";
    }

    /// <summary>
    /// Rows that still have the version with which they were loaded. The parameters: how many there are, the keys,
    /// the versions, then the columns, all but the first as arrays.
    /// </summary>
    public static string UpdateRows(Table table)
    {
        var sets = string.Join(
            ", ", table.Columns.Select((column, place) => $"{column.Name} = {ValueOf(column, place)}"));
        return $"WITH w AS (UPDATE {table.Name} AS t SET version = n.v + 1, {sets} "
            + $"FROM unnest($2::{ArrayOf(table.KeyColumn)}, $3::bigint[], {Arrays(table, first: 4)}) "
            + $"AS n(k, v, {Places(table)}) "
            + $"WHERE t.{table.KeyColumn.Name} = n.k AND t.version = n.v RETURNING 1) "
            + "SELECT require_rows(count(*), $1) FROM w";
    }

    /// <summary>The parameters: how many, the keys, the versions with which they were loaded.</summary>
    public static string DeleteRows(Table table) =>
        $"WITH w AS (DELETE FROM {table.Name} AS t "
        + $"USING unnest($2::{ArrayOf(table.KeyColumn)}, $3::bigint[]) AS n(k, v) "
        + $"WHERE t.{table.KeyColumn.Name} = n.k AND t.version = n.v RETURNING 1) "
        + "SELECT require_rows(count(*), $1) FROM w";

    /// <summary>
    /// The keys of the rows that are due, and then of the rows with a time that is too far ahead. The parameters: the
    /// time, how many at most, and the time from which on a time is too far ahead.
    /// </summary>
    public static string DueKeys(Table table)
    {
        var key = table.KeyColumn.Name;
        return $"SELECT k FROM ({Part("due <= $1", 0)} UNION ALL {Part("due > $3", 1)}) AS found "
            + "ORDER BY far, due, k LIMIT $2";

        // Each is the beginning of a range of the partial index, which an OR would not be.
        string Part(string range, int far) =>
            $"(SELECT {key} AS k, due, {far} AS far FROM {table.Name} WHERE due IS NOT NULL AND {range} "
            + $"ORDER BY due, {key} LIMIT $2)";
    }

    private static string Names(Table table) => string.Join(", ", table.Columns.Select(column => column.Name));

    private static string Arrays(Table table, int first) =>
        string.Join(", ", table.Columns.Select((column, place) => $"${place + first}::{ArrayOf(column)}"));

    private static string Places(Table table) => string.Join(", ", table.Columns.Select((_, place) => $"c{place}"));

    private static string ArrayOf(Column column) => column.Kind == ColumnKind.Number ? "bigint[]" : "text[]";

    private static string ValueOf(Column column, int place) =>
        column.Kind == ColumnKind.Json ? $"n.c{place}::json" : $"n.c{place}";
}
