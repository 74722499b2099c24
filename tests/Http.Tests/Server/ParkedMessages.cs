using Microsoft.Data.Sqlite;

namespace Cartwright.Http.Tests.Server;

/// <summary>Parked messages in the file of a shop.</summary>
internal static class ParkedMessages
{
    /// <summary>Adds one that cannot be read; the shop tries it again, in vain.</summary>
    public static async Task AddUnreadableAsync(string folder)
    {
        await using var file = new SqliteConnection($"Data Source={folder}/cartwright.db;Pooling=False");
        await file.OpenAsync(TestContext.Current.CancellationToken);
        await using var insert = file.CreateCommand();
        insert.CommandText =
            "INSERT INTO parked (parked_id, version, role, origin, error, body, is_base64, at, due) "
            + "VALUES ('a-test', 1, 'order', 'a test', 'none', '?', 0, 0, 0)";
        Assert.Equal(1, await insert.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
    }
}
