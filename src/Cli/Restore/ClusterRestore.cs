using Cartwright.Cli.Backup;
using Cartwright.Cli.Composition;
using Cartwright.Cli.Serve;
using Cartwright.CommandLine;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Cli.Restore;

/// <summary>Fills three empty databases from a backup, and deletes the topics, whose messages are newer.</summary>
/// <param name="directory">The backup.</param>
/// <param name="databases">How the databases are reached, as their owners.</param>
/// <param name="brokers">The settings of the brokers; null where the operator has deleted the topics.</param>
internal sealed class ClusterRestore(
    string directory, IReadOnlyDictionary<Role, string> databases, ServeOptions? brokers)
{
    private readonly Dictionary<Role, IDatabaseRestore> _databases = databases.ToDictionary(
        database => database.Key, database => DatabaseDumps.RestoreOf(database.Value));

    /// <summary>
    /// Checks everything before the first change. No node starts on one of the databases before all of it is done.
    /// </summary>
    /// <exception cref="IOException">The backup is not whole, or PostgreSQL's programs are missing or fail.</exception>
    /// <exception cref="UsageFault">A database is not empty.</exception>
    /// <exception cref="FatalFault"><c>other-shop</c>: the topics belong to another shop.</exception>
    /// <exception cref="TransientFault">A server or a broker does not answer.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        var manifest = await BackupManifest.ReadCheckedAsync(directory, stop);
        await RequireEmptyAsync(stop);
        await (brokers is null
            ? Task.CompletedTask
            : BrokerTopics.RequireOwnAsync(brokers, ShopId.Parse(manifest.Shop), stop));

        // All marks come before the first row: of databases restored in part, not one can be served.
        foreach (var (role, database) in _databases)
        {
            await database.BeginAsync(manifest.FileOf(directory, role), stop);
        }

        await Task.WhenAll(_databases.Select(database =>
            database.Value.FillAsync(manifest.FileOf(directory, database.Key), stop)));
        foreach (var (service, dump) in manifest.Databases)
        {
            Console.WriteLine($"{service}: restored, as of {dump.At:yyyy-MM-dd HH:mm:ss.fff} UTC");
        }

        if (brokers is not null)
        {
            var deleted = await BrokerTopics.DeleteAsync(brokers, stop);
            Console.WriteLine($"Kafka: {deleted.Count} topics deleted; the nodes or `cartwright topics` make them");
        }

        foreach (var database in _databases.Values)
        {
            await database.EndAsync(stop);
        }
    }

    private async Task RequireEmptyAsync(CancellationToken stop)
    {
        foreach (var (role, database) in _databases)
        {
            if (await database.FindRelationAsync(stop) is { } found)
            {
                throw new UsageFault(
                    $"The database of {role.Name} is not empty: it has {found}. Stop all nodes, and drop and create "
                    + "the three databases. Nothing was changed.");
            }
        }
    }
}
