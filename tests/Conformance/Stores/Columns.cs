using Cartwright.Kernel;

namespace Cartwright.Conformance.Stores;

/// <summary>A state as the values of its columns: states with lists have no equality of their own.</summary>
internal sealed class Columns : IColumnWriter
{
    private readonly List<object?> _values = [];

    public static IReadOnlyList<object?> Of(Key key, object? state)
    {
        var columns = new Columns();
        if (state is not null)
        {
            key.Table.WriteRow(state, columns);
        }

        return columns._values;
    }

    public void WriteNumber(long value) => _values.Add(value);

    public void WriteNumberOrNull(long? value) => _values.Add(value);

    public void WriteText(string? value) => _values.Add(value);
}
