using Cartwright.Conformance.Stores;
using Cartwright.Engine.Ports;
using Cartwright.Sqlite;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Cartwright.Conformance.Sqlite;

/// <summary>An embedded store in a folder of its own.</summary>
public sealed class SqliteHarness : StoreHarness, IAtRestHarness
{
    private SqliteStore _store;

    public SqliteHarness() => _store = Open(Folder.Path);

    public override IStore Store => _store;

    public override IIdBlocks Ids => _store;

    public IDatabaseAtRest AtRest => new SqliteAtRest(Folder.Path, TimeProvider.System);

    internal Folder Folder { get; } = new();

    internal string DatabasePath => Folder.File("cartwright.db");

    internal static SqliteStore Open(string directory) => SqliteStore.Open(directory, Tables, TimeProvider.System);

    public override async ValueTask ReopenAsync()
    {
        await _store.DisposeAsync();
        _store = Open(Folder.Path);
    }

    public override void MakeNextCommitUnknown(bool happens) => _store.CommitSeam = commit =>
    {
        _store.CommitSeam = next => next();
        if (happens)
        {
            commit();
        }

        return raw.SQLITE_IOERR;
    };

    public override Task SpoilAsync(long order) =>
        RunAsync($"UPDATE orders SET lines = '[7]' WHERE order_id = {order}");

    public override Task GiveReasonAsync(long order, string reason) =>
        RunAsync($"UPDATE orders SET reason = '{reason}' WHERE order_id = {order}");

    public Task<IDatabaseAtRest> MakeEarlierAsync()
    {
        var directory = Directory.CreateDirectory(Folder.File("earlier")).FullName;
        using var connection = Connection.Open(Path.Combine(directory, "cartwright.db"), Access.Create);
        SqliteMigrations.ApplyMissing(connection, SqliteMigrations.Latest - 1);
        return Task.FromResult<IDatabaseAtRest>(new SqliteAtRest(directory, TimeProvider.System));
    }

    internal async Task RunAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={DatabasePath};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        Folder.Dispose();
    }
}
