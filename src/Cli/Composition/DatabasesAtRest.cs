using Cartwright.Cli.Configuration;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Postgres;
using Cartwright.Sqlite;

namespace Cartwright.Cli.Composition;

/// <summary>The databases that verbs open by themselves.</summary>
internal static class DatabasesAtRest
{
    /// <summary>The database of an embedded shop.</summary>
    public static IDatabaseAtRest In(EmbeddedPlace place) =>
        new SqliteAtRest(place.Directory, TimeProvider.System);

    /// <summary>The database of a service.</summary>
    public static IDatabaseAtRest Of(Role role, string connection) =>
        new PostgresAtRest(new PostgresOptions { ConnectionString = connection }, role);
}
