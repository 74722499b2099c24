using Cartwright.Kernel;

namespace Cartwright.Engine.Batches;

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
