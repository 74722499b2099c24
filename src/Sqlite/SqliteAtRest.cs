using System.Diagnostics;
using Cartwright.Engine.Ports;

namespace Cartwright.Sqlite;

/// <summary>The file of an embedded shop as verbs use it, beside a server that runs or without one.</summary>
/// <param name="directory">The data directory.</param>
/// <param name="clock">The clock of this machine, which is that of a server on it.</param>
public sealed class SqliteAtRest(string directory, TimeProvider clock) : IDatabaseAtRest
{
    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    public IDatabaseView OpenView() => SqliteReader.Open(directory, clock);

    public Task<int> ChangeAsync(DatabaseChange change, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(change switch
        {
            DatabaseChange.Push push => SqliteChanges.Push(directory, push.Row, Now),
            DatabaseChange.Replay replay => SqliteChanges.Replay(directory, replay.Ids, Now),
            DatabaseChange.Return repair => SqliteChanges.Return(directory, repair.Id, Now, repair.Reason),
            DatabaseChange.Drop drop => SqliteChanges.Drop(directory, drop.Ids),
            DatabaseChange.Join or DatabaseChange.Grant => 0,
            _ => throw new UnreachableException($"There is no change {change}."),
        });
    }

    public Task<IReadOnlyList<string>> MigrateAsync(bool looksOnly, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var connection = DatabaseFile.OpenMade(directory, looksOnly ? Access.Read : Access.Write);
        using var owner = looksOnly ? null : OwnerLock.Take(directory);
        var missing = SqliteMigrations.FindMissing(connection);
        if (!looksOnly)
        {
            SqliteMigrations.ApplyMissing(connection);
        }

        return Task.FromResult(missing);
    }

    public long CopyTo(string file, Action<long, long> progress, CancellationToken cancellation) =>
        SqliteBackup.Write(directory, file, progress, cancellation);
}
