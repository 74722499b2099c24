using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Kernel;

namespace Cartwright.Simulation.Stores;

/// <summary>The committed rows of one table.</summary>
internal sealed class TableRows(Table table)
{
    private readonly int _duePlace = table.Columns.ToList().FindIndex(column => column.Name == "due");

    public Dictionary<Key, StoredRow> All { get; } = [];

    /// <summary>The value of the state's due column.</summary>
    public long? DueOf(object state)
    {
        switch (state)
        {
            // These two are written most; this avoids formatting their lists.
            case Order order:
                return order.Due;
            case Account account:
                return account.Due;
        }

        if (_duePlace < 0)
        {
            return null;
        }

        var reader = new DueReader(_duePlace);
        table.WriteRow(state, reader);
        return reader.Due;
    }

    private sealed class DueReader(int place) : IColumnWriter
    {
        private int _at;

        public long? Due { get; private set; }

        public void WriteNumber(long value) => WriteNumberOrNull(value);

        public void WriteNumberOrNull(long? value)
        {
            if (_at++ == place)
            {
                Due = value;
            }
        }

        public void WriteText(string? value) => _at++;
    }
}

/// <summary>A row as it was last committed.</summary>
internal readonly record struct StoredRow(object State, long Version, long? Due);

/// <summary>A row that was found, with its version.</summary>
internal readonly record struct FoundRow(Key Key, object State, long Version);
