using System.Runtime.Versioning;
using Cartwright.Conformance.Stores;
using Cartwright.Domain.Stock;
using Microsoft.Data.Sqlite;

namespace Cartwright.Conformance.Sqlite;

/// <summary>Only the user who runs the shop can read the files of the data directory.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PrivacyTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Everybody = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private readonly Folder _folder = new();

    private string Data => _folder.File("data");

    [Fact]
    public async Task Directory_and_files_are_for_their_owner_alone()
    {
        await using var store = SqliteHarness.Open(Data);
        await using var lane = await store.OpenLaneAsync(TestContext.Current.CancellationToken);
        await lane.PutAsync(Item.Table.KeyOf(1), Samples.ItemOf(1));
        Assert.Equal(OwnerOnly | UnixFileMode.UserExecute, File.GetUnixFileMode(Data));
        RequireNarrow(files: 5);
    }

    /// <summary>Earlier versions used the umask, which usually allows every user to read.</summary>
    [Fact]
    public async Task Files_of_an_earlier_version_are_closed_at_the_start()
    {
        Directory.CreateDirectory(Data);
        await File.WriteAllTextAsync(Path.Combine(Data, "cartwright.lock"), "", TestContext.Current.CancellationToken);
        Run("PRAGMA journal_mode = WAL");
        Array.ForEach(Directory.GetFiles(Data), file => File.SetUnixFileMode(file, Everybody));
        await using var store = SqliteHarness.Open(Data);
        RequireNarrow(files: 4);
    }

    public void Dispose() => _folder.Dispose();

    private void RequireNarrow(int files)
    {
        var found = Directory.GetFiles(Data);
        Assert.Equal(files, found.Length);
        Assert.All(found, file => Assert.Equal((file, OwnerOnly), (file, File.GetUnixFileMode(file))));
    }

    private void Run(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(Data, "cartwright.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
