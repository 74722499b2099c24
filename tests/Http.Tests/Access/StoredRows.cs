using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Cartwright.Http.Tests.Access;

/// <summary>All rows of an embedded shop, as text.</summary>
internal static class StoredRows
{
    public static string In(string folder)
    {
        var source = new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(folder, "cartwright.db"), Mode = SqliteOpenMode.ReadOnly, Pooling = false,
        };
        using var connection = new SqliteConnection(source.ConnectionString);
        connection.Open();
        var tables = Read(connection, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");
        return string.Join('\n', tables.Select(table => table + "\n" + string.Join(
            '\n', Read(connection, $"SELECT * FROM \"{table}\"").Order(StringComparer.Ordinal))));
    }

    private static List<string> Read(SqliteConnection connection, string query)
    {
        using var command = connection.CreateCommand();
        command.CommandText = query;
        using var reader = command.ExecuteReader();
        List<string> rows = [];
        while (reader.Read())
        {
            rows.Add(string.Join(
                '|',
                Enumerable.Range(0, reader.FieldCount)
                    .Select(field => Convert.ToString(reader.GetValue(field), CultureInfo.InvariantCulture))));
        }

        return rows;
    }
}
