using Cartwright.Cli.Databases;
using Cartwright.Engine;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Postgres;
using Cartwright.Sqlite;
using PostgresShelf = Cartwright.Postgres.ParkedShelf;
using SqliteShelf = Cartwright.Sqlite.ParkedShelf;

namespace Cartwright.Cli.Parked;

/// <summary>The parked messages of all databases that were chosen.</summary>
internal sealed class ParkedShelves(DatabaseChoice choice)
{
    private IEnumerable<PostgresOptions> Services =>
        choice.Services.Values.Select(connection => new PostgresOptions { ConnectionString = connection });

    /// <summary>All of them, the longest parked first.</summary>
    /// <exception cref="FatalFault">A database is not there, or not one that this program can read.</exception>
    /// <exception cref="TransientFault">A server does not answer.</exception>
    public IReadOnlyList<(string Id, ParkedMessage Message)> ReadAll()
    {
        IEnumerable<(Key Key, ParkedMessage State)> rows = choice.Directory is { } directory
            ? ReadFile(directory)
            : Services.SelectMany(ReadServer);
        return [.. rows.Select(row => (row.Key.Text!, row.State)).OrderBy(row => row.State.At)];
    }

    /// <summary>Lets messages be tried again. Unreadable bytes can have one id in several databases.</summary>
    /// <param name="ids">Which.</param>
    /// <param name="now">The time of this machine, which is that of a file on it; servers have their own.</param>
    /// <returns>How many there are.</returns>
    public int Replay(IReadOnlyCollection<string> ids, long now) => choice.Directory is { } directory
        ? SqliteShelf.Replay(directory, ids, now)
        : Services.Sum(service => PostgresShelf.Replay(service, ids));

    /// <summary>Has returned what a message says is taken.</summary>
    /// <returns>How many such messages there are.</returns>
    public int Return(string id, long now, string reason) => choice.Directory is { } directory
        ? SqliteShelf.Return(directory, id, now, reason)
        : Services.Sum(service => PostgresShelf.Return(service, id, reason));

    /// <summary>Gives messages up for good.</summary>
    /// <returns>How many there were.</returns>
    public int Drop(IReadOnlyCollection<string> ids) => choice.Directory is { } directory
        ? SqliteShelf.Drop(directory, ids)
        : Services.Sum(service => PostgresShelf.Drop(service, ids));

    private static List<(Key Key, ParkedMessage State)> ReadFile(string directory)
    {
        using var reader = SqliteReader.Open(directory);
        return [.. reader.ReadAll(ParkedMessage.Table)];
    }

    private static List<(Key Key, ParkedMessage State)> ReadServer(PostgresOptions service)
    {
        using var reader = PostgresReader.Open(service);
        return [.. reader.ReadAll(ParkedMessage.Table)];
    }
}
