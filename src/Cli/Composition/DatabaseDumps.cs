using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Postgres;

namespace Cartwright.Cli.Composition;

/// <summary>Dumps of the services' databases.</summary>
internal static class DatabaseDumps
{
    /// <summary>Takes one moment of all databases. Batches of nodes wait meanwhile.</summary>
    /// <exception cref="TransientFault">A server does not answer, or its writers leave no gap.</exception>
    public static async Task<IDatabasesMoment> TakeMomentAsync(
        IReadOnlyDictionary<Role, string> databases, CancellationToken cancellation) =>
        await PostgresMoment.TakeAsync(
            databases.ToDictionary(database => database.Key, database => OptionsOf(database.Value)), cancellation);

    /// <summary>A database that is filled from a dump.</summary>
    public static IDatabaseRestore RestoreOf(string connection) => new PostgresRestore(OptionsOf(connection));

    private static PostgresOptions OptionsOf(string connection) => new() { ConnectionString = connection };
}
