using System.Globalization;
using System.Text.Json;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Admin.Sagas;

/// <summary>Rows of the services as JSON, by the names of their tables and columns, and back.</summary>
public static class RowJson
{
    private static readonly Dictionary<string, Table> _tables =
        ShopServices.All.SelectMany(service => service.Tables).ToDictionary(table => table.Name);

    /// <summary>The row of a state.</summary>
    public static AttemptRow RowOf(Key key, object state)
    {
        var values = new Values(key.Table);
        key.Table.WriteRow(state, values);
        var name = key.Text ?? key.Id.ToString(CultureInfo.InvariantCulture);
        return new AttemptRow(key.Table.Name, name, values.ByName);
    }

    /// <summary>
    /// The key and the state of a row. Columns of a later version are left out; a column that an earlier version lacks
    /// is empty, where it may be.
    /// </summary>
    /// <exception cref="FormatException">It is not a row of this shop.</exception>
    public static (Key Key, object State) StateOf(AttemptRow row)
    {
        if (!_tables.TryGetValue(row.Table, out var table))
        {
            throw new FormatException($"No service has a table '{row.Table}'.");
        }

        var key = KeyOf(table, row.Key);
        return (key, table.ReadRow(key, new Reader(table, row.Values)));
    }

    private static Key KeyOf(Table table, string text) => table.KeyColumn.Kind is not ColumnKind.Number
        ? new Key(table, text)
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id)
            ? new Key(table, id)
            : throw new FormatException($"'{text}' is no key of {table.Name}.");

    /// <summary>Takes the columns of a row by their names.</summary>
    private sealed class Values(Table table) : IColumnWriter
    {
        private readonly OrderedDictionary<string, JsonElement> _byName = [];

        public IReadOnlyDictionary<string, JsonElement> ByName => _byName;

        public void WriteNumber(long value) => Add(JsonSerializer.SerializeToElement(value));

        public void WriteNumberOrNull(long? value) => Add(JsonSerializer.SerializeToElement(value));

        public void WriteText(string? value) => Add(JsonSerializer.SerializeToElement(value));

        private void Add(JsonElement value) => _byName.Add(table.Columns[_byName.Count].Name, value);
    }

    /// <summary>Gives the columns of a row in their order.</summary>
    private sealed class Reader(Table table, IReadOnlyDictionary<string, JsonElement> values) : IColumnReader
    {
        private int _next;

        public long ReadNumber() => ReadNumberOrNull() ?? throw Wrong();

        public long? ReadNumberOrNull() => Next() switch
        {
            null => null,
            { ValueKind: JsonValueKind.Number } value when value.TryGetInt64(out var number) => number,
            _ => throw Wrong(),
        };

        public string? ReadText() => Next() switch
        {
            null => null,
            { ValueKind: JsonValueKind.String } value => value.GetString(),
            _ => throw Wrong(),
        };

        private JsonElement? Next()
        {
            var column = table.Columns[_next++];
            return values.TryGetValue(column.Name, out var value) && value.ValueKind is not JsonValueKind.Null ? value
                : column.Nullable ? null
                : throw Wrong();
        }

        private FormatException Wrong() =>
            new($"Column {table.Columns[_next - 1].Name} of {table.Name} is missing, or of another kind.");
    }
}
