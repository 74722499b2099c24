using Cartwright.Engine.Ports;

namespace Cartwright.Sqlite;

/// <summary>
/// The tables of an embedded shop for the process that owns them. That process may not look at the file as a verb does,
/// beside SQLite: the first descriptor of it that is closed would drop the locks of all its connections.
/// </summary>
public static class StoreViews
{
    /// <summary>The path of the file.</summary>
    public static string NameOf(SqliteStore store) => store.DatabasePath;

    /// <summary>Opens all tables as they stand at this moment, on a connection of their own.</summary>
    /// <exception cref="FatalFault">The file has gone, or is another one.</exception>
    /// <exception cref="TransientFault">The file cannot be opened now.</exception>
    public static IDatabaseView OpenView(SqliteStore store, TimeProvider clock) =>
        SqliteReader.ReadFrom(store.Files.Open(store.DatabasePath, Access.Read), clock);
}
