using Cartwright.Cli.Databases;
using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Cli.Parked;

/// <summary>The parked messages of all databases that were chosen.</summary>
internal sealed class ParkedDatabases(DatabaseChoice choice)
{
    /// <summary>All of them, the longest parked first. One row that cannot be read hides no other.</summary>
    /// <exception cref="FatalFault">A database is not there, or not one that this program can read.</exception>
    /// <exception cref="TransientFault">A server does not answer.</exception>
    public ParkedRows ReadAll()
    {
        List<(Key Key, string Why)> unread = [];
        var rows = choice.All.SelectMany(
            database => ReadMessages(database, (key, strange) => unread.Add((key, strange.Message))));
        return new ParkedRows([.. rows.OrderBy(row => row.Message.At)], unread);
    }

    /// <summary>Makes the change in each database: unreadable bytes can have one id in several of them.</summary>
    /// <returns>How many messages were changed.</returns>
    /// <exception cref="FatalFault">A database is not there, or not one that this program can write.</exception>
    /// <exception cref="TransientFault">A server does not answer.</exception>
    public async Task<int> ChangeAllAsync(DatabaseChange change, CancellationToken stop)
    {
        var count = 0;
        foreach (var database in choice.All)
        {
            count += await database.ChangeAsync(change, stop);
        }

        return count;
    }

    private static List<(string Id, ParkedMessage Message)> ReadMessages(
        IDatabaseAtRest database, Action<Key, Exception> unreadable)
    {
        using var view = database.OpenView();
        return
        [
            .. view.ReadAll(ParkedMessage.Table, unreadable)
                .Where(row => row.State is not null)
                .Select(row => (row.Key.Text!, row.State!)),
        ];
    }
}
