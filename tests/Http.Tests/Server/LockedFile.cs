using System.Diagnostics;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Cartwright.Http.Tests.Server;

/// <summary>A shop's database that no other process can write, until this object is disposed.</summary>
internal sealed class LockedFile : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly SqliteConnection _file;

    private LockedFile(string folder) => _file = new($"Data Source={folder}/cartwright.db;Pooling=False");

    /// <summary>Takes the lock between two batches of a shop, which may be writing all the time.</summary>
    public static async Task<LockedFile> OfAsync(string folder)
    {
        var locked = new LockedFile(folder);
        await locked._file.OpenAsync(TestContext.Current.CancellationToken);

        // Without a pause: a client that sleeps between two tries never meets the gap.
        var trying = Stopwatch.StartNew();
        while (raw.sqlite3_exec(locked._file.Handle, "BEGIN IMMEDIATE") != raw.SQLITE_OK)
        {
            Assert.True(trying.Elapsed < Patience, "The shop leaves no gap between its batches.");
        }

        return locked;
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
