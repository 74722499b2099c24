namespace Cartwright.Sqlite;

/// <summary>The contents of a database of a format, made by the same files as the database was.</summary>
internal static class Schema
{
    private const string Columns =
        """
        SELECT t.name, c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'
        """;

    /// <summary>The first table or column that a database lacks of those that its format has; null for none.</summary>
    public static string? FirstMissing(Connection connection, long version)
    {
        using var fresh = Connection.Open(":memory:", Access.Create);
        SqliteMigrations.ApplyMissing(fresh, version);
        var (wanted, found) = (ColumnsOf(fresh), ColumnsOf(connection));
        var tables = found.Select(column => column.Table).ToHashSet();
        return wanted.Except(found)
            .Select(column => tables.Contains(column.Table)
                ? $"the column {column.Table}.{column.Column}"
                : $"the table {column.Table}")
            .FirstOrDefault();
    }

    private static List<(string Table, string Column)> ColumnsOf(Connection connection)
    {
        var columns = new List<(string, string)>();
        using var select = connection.Prepare(Columns);
        while (select.Step())
        {
            columns.Add((select.ReadText()!, select.ReadText()!));
        }

        return columns;
    }
}
