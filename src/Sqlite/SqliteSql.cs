using Cartwright.Kernel;

namespace Cartwright.Sqlite;

/// <summary>The statements of a table, made from its descriptor.</summary>
internal static class SqliteSql
{
    /// <summary>One row by its key: the version, then the columns.</summary>
    public static string LoadRow(Table table) =>
        $"SELECT version, {Names(table)} FROM {table.Name} WHERE {table.KeyColumn.Name} = ?1";

    /// <summary>All rows in the order of their keys: the key, then the columns.</summary>
    public static string AllRows(Table table) =>
        $"SELECT {table.KeyColumn.Name}, {Names(table)} FROM {table.Name} ORDER BY {table.KeyColumn.Name}";

    /// <summary>The same after a key, the parameter.</summary>
    public static string RowsAfter(Table table) =>
        $"SELECT {table.KeyColumn.Name}, {Names(table)} FROM {table.Name} WHERE {table.KeyColumn.Name} > ?1 "
        + $"ORDER BY {table.KeyColumn.Name}";

    /// <summary>
    /// A page of a list: the key, the version, then the columns. The parameters: the number that the rows have in
    /// common, the key after which the page begins, and how many rows it has at most.
    /// </summary>
    public static string PageRows(Table table) =>
        $"SELECT {table.KeyColumn.Name}, version, {Names(table)} FROM {table.Name} "
        + $"WHERE {table.ListedBy} = ?1 AND {table.KeyColumn.Name} > ?2 ORDER BY {table.KeyColumn.Name} LIMIT ?3";

    /// <summary>The rows with a due time, by that time: the key, then the columns.</summary>
    public static string Unfinished(Table table) =>
        $"SELECT {table.KeyColumn.Name}, {Names(table)} FROM {table.Name} "
        + $"WHERE due IS NOT NULL ORDER BY due, {table.KeyColumn.Name}";

    /// <summary>One row by its key: the key, then the columns.</summary>
    public static string One(Table table) =>
        $"SELECT {table.KeyColumn.Name}, {Names(table)} FROM {table.Name} WHERE {table.KeyColumn.Name} = ?1";

    /// <summary>A new row. The parameters of all writes: the key, the version before, then the columns.</summary>
    public static string InsertRow(Table table)
    {
        var values = string.Join(", ", table.Columns.Select((_, place) => $"?{place + 3}"));
        return $"INSERT INTO {table.Name} ({table.KeyColumn.Name}, version, {Names(table)}) "
            + $"VALUES (?1, ?2 + 1, {values})";
    }

    /// <summary>A row that still has the version with which it was loaded.</summary>
    public static string UpdateRow(Table table)
    {
        var values = string.Join(", ", table.Columns.Select((column, place) => $"{column.Name} = ?{place + 3}"));
        return $"UPDATE {table.Name} SET version = ?2 + 1, {values} WHERE {table.KeyColumn.Name} = ?1 AND version = ?2";
    }

    /// <summary>A row whose next look comes now, unless it is overdue. The parameters: the key, and now.</summary>
    public static string BringForward(Table table) =>
        $"UPDATE {table.Name} SET due = MIN(due, ?2), version = version + 1 "
        + $"WHERE {table.KeyColumn.Name} = ?1 AND due IS NOT NULL";

    public static string DeleteRow(Table table) =>
        $"DELETE FROM {table.Name} WHERE {table.KeyColumn.Name} = ?1 AND version = ?2";

    /// <summary>
    /// The keys of the rows that are due, and then of the rows with a time that is too far ahead. The parameters: the
    /// time, how many at most, and the time from which on a time is too far ahead.
    /// </summary>
    public static string CountRows(Table table) => $"SELECT count(*) FROM (SELECT 1 FROM {table.Name} LIMIT ?1)";

    public static string DueKeys(Table table)
    {
        var key = table.KeyColumn.Name;
        return $"SELECT k FROM ({Part("due <= ?1", 0)} UNION ALL {Part("due > ?3", 1)}) "
            + "ORDER BY far, due, k LIMIT ?2";

        // Each is the beginning of a range of the partial index, which an OR would not be.
        string Part(string range, int far) =>
            $"SELECT * FROM (SELECT {key} AS k, due, {far} AS far FROM {table.Name} "
            + $"WHERE due IS NOT NULL AND {range} ORDER BY due, {key} LIMIT ?2)";
    }

    private static string Names(Table table) => string.Join(", ", table.Columns.Select(column => column.Name));
}
