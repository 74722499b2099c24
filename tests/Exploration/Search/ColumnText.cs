using Cartwright.Kernel;

namespace Cartwright.Exploration.Search;

/// <summary>One row's columns as a store would hold them; their text distinguishes rows.</summary>
internal sealed class ColumnText : IColumnWriter, IColumnReader
{
    private readonly List<object?> _values = [];
    private int _next;

    /// <summary>The row as it is after it was stored and loaded again, and its canonical text.</summary>
    public static (object Row, string Text) RoundTrip(Key key, object row)
    {
        var columns = new ColumnText();
        key.Table.WriteRow(row, columns);
        return (key.Table.ReadRow(key, columns), string.Join('|', columns._values));
    }

    public void WriteNumber(long value) => _values.Add(value);

    public void WriteNumberOrNull(long? value) => _values.Add(value);

    void IColumnWriter.WriteText(string? value) => _values.Add(value);

    long IColumnReader.ReadNumber() => (long)_values[_next++]!;

    long? IColumnReader.ReadNumberOrNull() => (long?)_values[_next++];

    string? IColumnReader.ReadText() => (string?)_values[_next++];
}
