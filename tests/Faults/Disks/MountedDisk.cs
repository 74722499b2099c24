using Cartwright.Faults.Processes;

namespace Cartwright.Faults.Disks;

/// <summary>A file system in memory that a file fills to its last byte.</summary>
internal sealed class MountedDisk : SmallDisk
{
    private const int BlockBytes = 4_096;
    private readonly Folder _folder;

    private MountedDisk(Folder folder) => _folder = folder;

    public override string Path => _folder.Path;

    private string Ballast => _folder.File("ballast");

    /// <summary>Null where this process may not mount.</summary>
    public static async Task<MountedDisk?> TryMakeAsync()
    {
        var folder = new Folder();
        var mount = await ShopProgram.RunOtherAsync("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", folder.Path);
        if (mount.ExitCode == 0)
        {
            return new MountedDisk(folder);
        }

        folder.Dispose();
        return null;
    }

    public override Task FillAsync(ShopProcess shop)
    {
        using var ballast = new FileStream(Ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[BlockBytes];
        try
        {
            while (true)
            {
                ballast.Write(block);
            }
        }
        catch (IOException full) when (full.Message.Contains("No space left", StringComparison.Ordinal))
        {
            return Task.CompletedTask;
        }
    }

    public override Task FreeAsync(ShopProcess shop)
    {
        File.Delete(Ballast);
        return Task.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        await ShopProgram.RunOtherAsync("umount", "-l", _folder.Path);
        _folder.Dispose();
    }
}
