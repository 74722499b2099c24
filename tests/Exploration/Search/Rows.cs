using Cartwright.Kernel;

namespace Cartwright.Exploration.Search;

/// <summary>The rows that a message names, as one state has them.</summary>
internal sealed class Rows : IRows
{
    private readonly Dictionary<Key, object?> _rows = [];

    public IEnumerable<Key> Keys => _rows.Keys;

    public void Set(Key key, object? row) => _rows[key] = row;

    public bool Contains(Key key) => _rows.ContainsKey(key);

    public T? Find<T>(Key key)
        where T : class => _rows.TryGetValue(key, out var row)
        ? (T?)row
        : throw new InvalidOperationException($"The message does not name {key}.");
}
