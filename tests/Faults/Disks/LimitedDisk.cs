using Cartwright.Faults.Processes;

namespace Cartwright.Faults.Disks;

/// <summary>A limit on the size of the files that the shop's process writes: no file can grow.</summary>
internal sealed class LimitedDisk : SmallDisk
{
    private readonly Folder _folder = new();

    public override string Path => _folder.Path;

    public override Task FillAsync(ShopProcess shop) => LimitAsync(shop, "4096");

    public override Task FreeAsync(ShopProcess shop) => LimitAsync(shop, "unlimited");

    public override ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    // The hard limit stays as it is, so that no privilege is needed to lift the soft one again.
    private static async Task LimitAsync(ShopProcess shop, string bytes)
    {
        var ended = await ShopProgram.RunOtherAsync("prlimit", "--pid", shop.Id, $"--fsize={bytes}:");
        Assert.True(ended.ExitCode == 0, ended.Error);
    }
}
