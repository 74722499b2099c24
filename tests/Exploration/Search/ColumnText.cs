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
        key.Table.Write(row, columns);
        return (key.Table.Read(key, columns), string.Join('|', columns._values));
    }

    public void Number(long value) => _values.Add(value);

    public void NumberOrNull(long? value) => _values.Add(value);

    void IColumnWriter.Text(string? value) => _values.Add(value);

    long IColumnReader.Number() => (long)_values[_next++]!;

    long? IColumnReader.NumberOrNull() => (long?)_values[_next++];

    string? IColumnReader.Text() => (string?)_values[_next++];
}
