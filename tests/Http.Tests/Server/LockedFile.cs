using Microsoft.Data.Sqlite;

namespace Cartwright.Http.Tests.Server;

/// <summary>A shop's database in which nobody else can write, for as long as this is there.</summary>
internal sealed class LockedFile : IAsyncDisposable
{
    private readonly SqliteConnection _file;

    private LockedFile(string folder) => _file = new($"Data Source={folder}/cartwright.db;Pooling=False");

    /// <summary>Waits for its turn, and keeps it.</summary>
    public static async Task<LockedFile> OfAsync(string folder)
    {
        var locked = new LockedFile(folder);
        await locked._file.OpenAsync(TestContext.Current.CancellationToken);
        await using var begin = locked._file.CreateCommand();
        begin.CommandText = "BEGIN IMMEDIATE";
        await begin.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return locked;
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
