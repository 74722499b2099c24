using Cartwright.Domain.Storage;

namespace Cartwright.Sqlite;

/// <summary>The statements of a table, made from its descriptor.</summary>
internal static class SqlText
{
    /// <summary>One row by its key: the version, then the columns.</summary>
    public static string Load(Table table) =>
        $"SELECT version, {Names(table)} FROM {table.Name} WHERE {table.KeyColumn.Name} = ?1";

    /// <summary>All rows in the order of their keys: the key, then the columns.</summary>
    public static string All(Table table) =>
        $"SELECT {table.KeyColumn.Name}, {Names(table)} FROM {table.Name} ORDER BY {table.KeyColumn.Name}";

    /// <summary>A new row. The parameters of all writes: the key, the version before, then the columns.</summary>
    public static string Insert(Table table)
    {
        var values = string.Join(", ", table.Columns.Select((_, place) => $"?{place + 3}"));
        return $"INSERT INTO {table.Name} ({table.KeyColumn.Name}, version, {Names(table)}) "
            + $"VALUES (?1, ?2 + 1, {values})";
    }

    /// <summary>A row that still has the version with which it was loaded.</summary>
    public static string Update(Table table)
    {
        var values = string.Join(", ", table.Columns.Select((column, place) => $"{column.Name} = ?{place + 3}"));
        return $"UPDATE {table.Name} SET version = ?2 + 1, {values} WHERE {table.KeyColumn.Name} = ?1 AND version = ?2";
    }

    public static string Delete(Table table) =>
        $"DELETE FROM {table.Name} WHERE {table.KeyColumn.Name} = ?1 AND version = ?2";

    /// <summary>The keys of the rows whose time has come. The parameters: the time, and how many at most.</summary>
    public static string Due(Table table) =>
        $"SELECT {table.KeyColumn.Name} FROM {table.Name} WHERE due IS NOT NULL AND due <= ?1 "
            + $"ORDER BY due, {table.KeyColumn.Name} LIMIT ?2";

    private static string Names(Table table) => string.Join(", ", table.Columns.Select(column => column.Name));
}
