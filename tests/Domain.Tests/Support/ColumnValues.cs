using System.Globalization;
using Cartwright.Kernel;

namespace Cartwright.Domain.Tests.Support;

/// <summary>
/// One row as a list of columns, as a store holds it. It checks that reader and writer follow the table's descriptor:
/// the kinds, the number of columns, and which may be empty.
/// </summary>
internal sealed class ColumnValues(Table table) : IColumnReader, IColumnWriter
{
    private const string Empty = "(empty)";

    private readonly List<object?> _values = [];
    private int _position;

    public static ColumnValues Of(Table table, object state)
    {
        var columns = new ColumnValues(table);
        table.WriteRow(state, columns);
        Assert.Equal(table.Columns.Count, columns._values.Count);
        return columns;
    }

    /// <summary>The values of a golden file: one line a column, its name first.</summary>
    public static ColumnValues Parse(Table table, string text)
    {
        var columns = new ColumnValues(table);
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(table.Columns.Count, lines.Length);
        foreach (var (line, column) in lines.Zip(table.Columns))
        {
            Assert.StartsWith($"{column.Name}: ", line);
            var value = line[(column.Name.Length + 2)..];
            columns._values.Add(
                value == Empty ? null
                : column.Kind is ColumnKind.Number ? long.Parse(value, CultureInfo.InvariantCulture)
                : value);
        }

        return columns;
    }

    public T Read<T>(Key key)
        where T : class
    {
        _position = 0;
        var state = (T)table.ReadRow(key, this);
        Assert.Equal(_values.Count, _position);
        return state;
    }

    public override string ToString() =>
        string.Concat(_values.Zip(table.Columns, (value, column) => $"{column.Name}: {value ?? Empty}\n"));

    void IColumnWriter.WriteNumber(long value) => Write(value, ColumnKind.Number);

    void IColumnWriter.WriteNumberOrNull(long? value) => Write(value, ColumnKind.Number);

    void IColumnWriter.WriteText(string? value) => Write(value, ColumnKind.Text);

    long IColumnReader.ReadNumber() => (long)Next(ColumnKind.Number)!;

    long? IColumnReader.ReadNumberOrNull() => (long?)Next(ColumnKind.Number);

    string? IColumnReader.ReadText() => (string?)Next(ColumnKind.Text);

    private void Write(object? value, ColumnKind kind)
    {
        Check(table.Columns[_values.Count], kind, value);
        _values.Add(value);
    }

    private object? Next(ColumnKind kind)
    {
        var value = _values[_position];
        Check(table.Columns[_position], kind, value);
        _position++;
        return value;
    }

    private static void Check(Column column, ColumnKind kind, object? value)
    {
        Assert.Equal(column.Kind is ColumnKind.Number, kind is ColumnKind.Number);
        Assert.True(value is not null || column.Nullable, $"Column {column.Name} is empty.");
    }
}
