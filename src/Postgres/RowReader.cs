using Cartwright.Kernel;
using Npgsql;

namespace Cartwright.Postgres;

/// <summary>
/// Reads the columns of a reader's current row, from the third on: key and version stand before them.
/// </summary>
internal sealed class RowReader(NpgsqlDataReader reader) : IColumnReader
{
    private const int FirstColumn = 2;
    private int _next;

    public void Begin() => _next = FirstColumn;

    public long ReadNumber() => reader.GetInt64(_next++);

    public long? ReadNumberOrNull() => reader.IsDBNull(_next) ? Skip<long?>() : reader.GetInt64(_next++);

    public string? ReadText() => reader.IsDBNull(_next) ? Skip<string?>() : reader.GetString(_next++);

    private T? Skip<T>()
    {
        _next++;
        return default;
    }
}
