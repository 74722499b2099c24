using Cartwright.Kernel;

namespace Cartwright.Postgres;

/// <summary>Collects the columns of many rows of one table, one array for each column.</summary>
internal sealed class RowArrays : IColumnWriter
{
    private readonly Table _table;
    private readonly Array[] _columns;
    private int _row;
    private int _next;

    public RowArrays(Table table, int rows)
    {
        _table = table;
        _columns =
        [
            .. table.Columns.Select(column => (Array)(column.Kind == ColumnKind.Number
                ? column.Nullable ? new long?[rows] : new long[rows]
                : new string?[rows])),
        ];
    }

    /// <summary>One array for each column, in the order of the table's columns.</summary>
    public IReadOnlyList<Array> Columns => _columns;

    public void Add(object state)
    {
        _next = 0;
        _table.WriteRow(state, this);
        _row++;
    }

    public void WriteNumber(long value)
    {
        if (_columns[_next++] is long[] plain)
        {
            plain[_row] = value;
        }
        else
        {
            ((long?[])_columns[_next - 1])[_row] = value;
        }
    }

    public void WriteNumberOrNull(long? value) => ((long?[])_columns[_next++])[_row] = value;

    public void WriteText(string? value) => ((string?[])_columns[_next++])[_row] = value;
}
