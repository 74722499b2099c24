using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Conformance.Stores;

/// <summary>The rows that a store has found.</summary>
internal sealed class Found : IRowSink
{
    private readonly List<Key> _keys = [];
    private readonly Dictionary<Key, (object State, long Version)> _rows = [];

    /// <summary>Their keys, in the order of the store.</summary>
    public IReadOnlyList<Key> Keys => _keys;

    public object? StateOf(Key key) => _rows.TryGetValue(key, out var row) ? row.State : null;

    /// <summary>The row's version; 0 if there is no such row.</summary>
    public long VersionOf(Key key) => _rows.TryGetValue(key, out var row) ? row.Version : 0;

    void IRowSink.Found(Key key, object state, long version)
    {
        _keys.Add(key);
        _rows.Add(key, (state, version));
    }
}
