using System.Runtime.InteropServices;

namespace Cartwright.Cli.Cluster;

/// <summary>
/// Files and folders that are made for the user of a part. Root makes them only in folders that nobody else can write,
/// and gives them away afterwards: in a folder of another user any name can be a link to somewhere else.
/// </summary>
internal static class OwnedFiles
{
    private const uint OwnerMask = 0x3F;

    /// <summary>What this process makes from now on, and what its children make, is for their owners alone.</summary>
    public static void CloseByDefault() => _ = umask(OwnerMask);

    /// <summary>Makes a folder for a part where it is missing.</summary>
    public static async Task MakeFolderAsync(string path, Account owner, CancellationToken cancellation)
    {
        if (!Directory.Exists(path))
        {
            FileModes.MakeFolder(path, FileModes.OwnerFolder);
            Give(path, owner);
        }
        else if (Installation.IsRoot && await OwnerOfAsync(path, cancellation) == "0")
        {
            // Of an earlier version, which ran the part as root: so far nobody else could put a link into it.
            await Tool.RunAsync(["chown", "-hRP", $"{owner.User}:{owner.Group}", path], cancellation);
            FileModes.Set(path, FileModes.OwnerFolder);
        }
    }

    /// <summary>Writes a file in a folder of the supervisor's, which only its owner can read.</summary>
    public static async Task WriteAsync(string path, string text, Account? owner, CancellationToken cancellation)
    {
        var draft = path + ".new";
        File.Delete(draft);
        await using (var writer = new StreamWriter(draft, FileModes.NewFile()))
        {
            await writer.WriteAsync(text.AsMemory(), cancellation);
        }

        if (owner is not null)
        {
            Give(draft, owner);
        }

        File.Move(draft, path, overwrite: true);
    }

    /// <exception cref="ClusterFault">Somebody else could exchange what root makes in this folder.</exception>
    public static async Task RequireOwnAsync(string folder, CancellationToken cancellation)
    {
        if (!Installation.IsRoot)
        {
            return;
        }

        var mode = FileModes.Of(folder);
        if (await OwnerOfAsync(folder, cancellation) != "0"
            || (mode & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) != 0)
        {
            throw new ClusterFault(
                $"Others can write into {folder}. Started by root, a cluster needs a directory of root's own.");
        }
    }

    private static async Task<string> OwnerOfAsync(string path, CancellationToken cancellation) =>
        (await Tool.RunAsync(["stat", "-c", "%u", path], cancellation)).Trim();

    private static void Give(string path, Account owner)
    {
        if (Installation.IsRoot && lchown(path, owner.User, owner.Group) != 0)
        {
            throw new ClusterFault($"{path} cannot be given to {owner.Name}: error {Marshal.GetLastPInvokeError()}.");
        }
    }

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int lchown([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint user, uint group);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint umask(uint mask);
}
