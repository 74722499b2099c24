using System.Runtime.InteropServices;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Engine.Batches;

/// <summary>
/// The rows of one batch, as they were loaded, then as its messages leave them. A lane uses them again for its next
/// batch: newly allocated, the entries of some hundred checkouts are a large object each time, which only a full
/// collection frees.
/// </summary>
internal sealed class BatchRows : IRows, IRowSink
{
    private const int KeptMax = 20_000;

    private Dictionary<Key, Row> _rows = [];

    /// <summary>Of all rows.</summary>
    public IReadOnlyCollection<Key> Keys => _rows.Keys;

    /// <summary>All rows.</summary>
    public IReadOnlyCollection<Row> All => _rows.Values;

    /// <summary>Forgets all rows. After a bulk command, the room for them is given up too.</summary>
    public void Clear()
    {
        if (_rows.Capacity > KeptMax)
        {
            _rows = [];
        }

        _rows.Clear();
    }

    /// <summary>Adds rows that a message needs; those that are new here are missing, and have to be loaded.</summary>
    public void Add(List<Key> needed, List<Key> missing)
    {
        foreach (var key in needed)
        {
            ref var row = ref CollectionsMarshal.GetValueRefOrAddDefault(_rows, key, out var isKnown);
            if (!isKnown)
            {
                row = new Row(key);
                missing.Add(key);
            }
        }
    }

    public void Found(Key key, object state, long version) => _rows[key].Loaded(state, version);

    public T? Find<T>(Key key)
        where T : class => _rows.TryGetValue(key, out var row)
            ? (T?)row.State
            : throw new InvalidOperationException($"{key} is read, but is not among its message's keys.");

    /// <summary>A row that a message of the batch needs.</summary>
    public Row Of(Key key) => _rows[key];

    /// <summary>Whether a row exists now.</summary>
    public bool Has(Key key) => _rows[key].State is not null;

    /// <summary>Changes a row.</summary>
    public void Change(Key key, object? state)
    {
        if (!_rows.TryGetValue(key, out var row))
        {
            // A row that the domain knows to be new, such as the payment of an attempt that waited.
            _rows.Add(key, row = new Row(key));
        }

        row.Change(state);
    }

    /// <summary>Adds what has changed to the writes of the batch, in key order.</summary>
    public void AddTo(WriteSet writes)
    {
        writes.Rows.EnsureCapacity(_rows.Count);
        foreach (var row in _rows.Values)
        {
            if (row.IsMissing)
            {
                if (row.Key.Table.GuardsAbsence)
                {
                    writes.Missing.Add(row.Key);
                }
            }
            else if (row.IsChanged)
            {
                writes.Rows.Add(new RowWrite(row.Key, row.State, row.Version));
            }
        }

        writes.Rows.Sort((left, right) => left.Key.CompareTo(right.Key));
    }
}

/// <summary>A row as a batch sees it: as loaded, then as the batch's messages have left it.</summary>
internal sealed class Row(Key key)
{
    public Key Key { get; } = key;

    public object? State { get; private set; }

    /// <summary>The version it was loaded with; 0 where it does not exist.</summary>
    public long Version { get; private set; }

    public bool IsChanged { get; private set; }

    /// <summary>Whether it was looked for in vain, and the batch makes none.</summary>
    public bool IsMissing => State is null && Version == 0;

    /// <summary>How many public events report the change.</summary>
    public int Events { get; set; }

    /// <summary>The version that it has once the batch is committed.</summary>
    public long VersionAfter => IsChanged ? Version + 1 : Version;

    public void Loaded(object state, long version) => (State, Version) = (state, version);

    public void Change(object? state) => (State, IsChanged) = (state, true);
}
