using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Simulation.Stores;

/// <summary>Reads the number by which a row is listed, for stores that keep states instead of columns.</summary>
public sealed class NumberColumn : IColumnWriter
{
    private readonly int _place;
    private int _written;
    private long? _number;

    private NumberColumn(int place) => _place = place;

    /// <summary>The row's number in the column of the page's list.</summary>
    public static long? Of(Key key, object state, RowPage page)
    {
        var place = key.Table.Columns.Index().Single(column => column.Item.Name == page.Table.ListedBy).Index;
        var column = new NumberColumn(place);
        key.Table.WriteRow(state, column);
        return column._number;
    }

    public void WriteNumber(long value) => Add(value);

    public void WriteNumberOrNull(long? value) => Add(value);

    public void WriteText(string? value) => Add(null);

    private void Add(long? value) => _number = _written++ == _place ? value : _number;
}
