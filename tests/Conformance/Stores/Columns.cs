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
            key.Table.Write(state, columns);
        }

        return columns._values;
    }

    public void Number(long value) => _values.Add(value);

    public void NumberOrNull(long? value) => _values.Add(value);

    public void Text(string? value) => _values.Add(value);
}
