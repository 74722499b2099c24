using Cartwright.Engine.Housekeeping;
using Cartwright.Sqlite;

namespace Cartwright.Conformance.Sqlite;

/// <summary>A file from before services had open names: its tables are re-created, and keep their rows.</summary>
public sealed class OpenRoleTests : IDisposable
{
    private const long LastOfThreeRoles = 5;

    private const string Rows =
        """
        INSERT INTO parked VALUES
          ('capture-hold.v1/9', 3, 'payment', 'Payment inbox', 'why', '{}', 0, 17, NULL, NULL, NULL),
          ('take-stock.v1/8', 1, 'stock', 'Stock inbox', 'why', 'AA==', 1, 18, 19, 'said', 20);
        INSERT INTO outbox VALUES (4, 'order', 2, 100, x'00ff', NULL), (5, 'stock', 11, 101, x'', 120);
        """;

    private readonly Folder _folder = new();

    private string FilePath => _folder.File(DatabaseFile.Name);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("SELECT json_array(parked_id, version, role, origin, error, body, is_base64, at, due, return_reason,"
        + " returned_at) FROM parked ORDER BY parked_id", 2)]
    [InlineData("SELECT json_array(envelope_id, role, partition, at, hex(bytes), sent_at) FROM outbox ORDER BY 1", 2)]
    [InlineData("SELECT name || ': ' || sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY 1", 6)]
    [InlineData("SELECT t.name || json_array(c.cid, c.name, c.type, c.[notnull], c.dflt_value, c.pk) "
        + "FROM sqlite_schema t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' ORDER BY t.name, c.cid", 85)]
    [InlineData("SELECT name || wr || strict FROM pragma_table_list WHERE schema = 'main' ORDER BY 1", 13)]
    public void Rows_versions_indexes_and_columns_survive(string question, int answers)
    {
        MakeOlder();
        var before = Ask(question);
        Assert.Equal(answers, before.Count);

        OpenRoles();

        Assert.Equal(before, Ask(question));
    }

    [Theory]
    [InlineData("parked", "'p', 1, 'ship', '', '', '', 0, 0, NULL, NULL, NULL")]
    [InlineData("outbox", "1, 'ship', 0, 0, x'', NULL")]
    public async Task From_then_on_any_service_has_its_rows(string table, string row)
    {
        MakeOlder();
        Assert.Contains("CHECK", TryInsert(table, row), StringComparison.Ordinal);

        await OpenAsync();

        Assert.Null(TryInsert(table, row));
        foreach (var wrong in (string[])["", "Ship", "2ship", "ship ", "sh-ip", "\u00e9"])
        {
            var refused = TryInsert(table, row.Replace("ship", wrong, StringComparison.Ordinal));
            Assert.Contains("CHECK", refused, StringComparison.Ordinal);
        }
    }

    private void MakeOlder()
    {
        using var file = Connection.Open(FilePath, Access.Create);
        SqliteMigrations.ApplyMissing(file, LastOfThreeRoles);
        file.Execute(Rows);
    }

    // Later migrations may add tables and indexes.
    private void OpenRoles()
    {
        using var file = Connection.Open(FilePath, Access.Write);
        SqliteMigrations.ApplyMissing(file, LastOfThreeRoles + 1);
    }

    private async Task OpenAsync() =>
        await SqliteStore.Open(_folder.Path, EngineTables.TablesOf([]), TimeProvider.System).DisposeAsync();

    private List<string> Ask(string question)
    {
        using var file = Connection.Open(FilePath, Access.Read);
        using var select = file.Prepare(question);
        List<string> answers = [];
        while (select.Step())
        {
            answers.Add(select.ReadText()!);
        }

        return answers;
    }

    private string? TryInsert(string table, string row)
    {
        using var file = Connection.Open(FilePath, Access.Write);
        return Record.Exception(() => file.Execute($"INSERT INTO {table} VALUES ({row})"))?.Message;
    }
}
