using Cartwright.Kernel;

namespace Cartwright.Sqlite;

/// <summary>The statements for one table's rows, on one connection.</summary>
internal sealed class RowStatements(Connection connection, Table table)
{
    public Statement Load { get; } = connection.Prepare(SqliteSql.LoadRow(table));

    // A connection that only reads has no use for these.
    public Statement Insert => field ??= connection.Prepare(SqliteSql.InsertRow(table));

    public Statement Update => field ??= connection.Prepare(SqliteSql.UpdateRow(table));

    public Statement Delete => field ??= connection.Prepare(SqliteSql.DeleteRow(table));
}
