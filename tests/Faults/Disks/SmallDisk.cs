using Cartwright.Faults.Processes;

namespace Cartwright.Faults.Disks;

/// <summary>A place for data that can run out of space, and can get space back.</summary>
internal abstract class SmallDisk : IAsyncDisposable
{
    public abstract string Path { get; }

    /// <summary>From now on every write fails.</summary>
    public abstract Task FillAsync(ShopProcess shop);

    /// <summary>Writes succeed again.</summary>
    public abstract Task FreeAsync(ShopProcess shop);

    public abstract ValueTask DisposeAsync();

    /// <summary>
    /// A file system of its own if this process may mount one, otherwise a limit on the shop's files.
    /// </summary>
    public static async Task<SmallDisk> MakeAsync() =>
        await MountedDisk.TryMakeAsync() is { } mounted ? mounted : new LimitedDisk();
}
