using Cartwright.Faults.Processes;

namespace Cartwright.Faults.Disks;

/// <summary>A place for data that can run out of space, and get some back.</summary>
internal abstract class SmallDisk : IAsyncDisposable
{
    public abstract string Path { get; }

    /// <summary>From now on nothing more can be written.</summary>
    public abstract Task FillAsync(ShopProcess shop);

    /// <summary>There is space again.</summary>
    public abstract Task FreeAsync(ShopProcess shop);

    public abstract ValueTask DisposeAsync();

    /// <summary>A file system of its own where this process may mount one, else a limit on the shop's files.</summary>
    public static async Task<SmallDisk> MakeAsync() =>
        await MountedDisk.TryMakeAsync() is { } mounted ? mounted : new LimitedDisk();
}
