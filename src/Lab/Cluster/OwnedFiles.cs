using System.Runtime.InteropServices;
using System.Text;
using Cartwright.CommandLine.Clusters;
using Cartwright.Lab.Files;

namespace Cartwright.Lab.Cluster;

/// <summary>
/// Files and folders that are made for the user of a part. Root makes them only in folders that no other user can
/// write, and gives them away afterwards: in a folder of another user any name can be a link to somewhere else.
/// </summary>
internal static class OwnedFiles
{
    private const uint OwnerMask = 0x3F;
    private const int ReadOnly = 0;

    /// <summary>Files that this process and its children make from now on are for their owners alone.</summary>
    public static void CloseByDefault() => _ = umask(OwnerMask);

    /// <summary>Makes a folder for a part where it is missing.</summary>
    public static async Task MakeFolderAsync(string path, SystemUser owner, CancellationToken cancellation)
    {
        if (!Directory.Exists(path))
        {
            FileModes.MakeFolder(path, FileModes.OwnerFolder);
            ChangeOwner(path, owner);
        }
        else if (Installation.IsRoot && await OwnerOfAsync(path, cancellation) == "0")
        {
            // Of an earlier version, which ran the part as root: so far no other user could put a link into it.
            await Tool.RunToolAsync(["chown", "-hRP", $"{owner.User}:{owner.Group}", path], cancellation);
            FileModes.SetMode(path, FileModes.OwnerFolder);
        }
    }

    /// <summary>
    /// Writes a file in a folder of the supervisor's, which only its owner can read. It survives a power cut, whole.
    /// </summary>
    public static async Task WriteFileAsync(string path, string text, SystemUser? owner, CancellationToken cancellation)
    {
        var draft = path + ".new";
        File.Delete(draft);
        await using (var file = new FileStream(draft, FileModes.NewFile()))
        {
            await file.WriteAsync(Encoding.UTF8.GetBytes(text), cancellation);
            file.Flush(flushToDisk: true);
        }

        Publish(draft, path, owner);
    }

    /// <summary>The same, of the supervisor's own.</summary>
    public static void WriteFile(string path, string text)
    {
        var draft = path + ".new";
        File.Delete(draft);
        using (var file = new FileStream(draft, FileModes.NewFile()))
        {
            file.Write(Encoding.UTF8.GetBytes(text));
            file.Flush(flushToDisk: true);
        }

        Publish(draft, path, owner: null);
    }

    // A name can reach the disk before the bytes do, and bytes before the name: databases would remain with passwords
    // that are lost.
    private static void Publish(string draft, string path, SystemUser? owner)
    {
        if (owner is not null)
        {
            ChangeOwner(draft, owner);
        }

        File.Move(draft, path, overwrite: true);
        SyncFolder(Path.GetDirectoryName(path)!);
    }

    private static void SyncFolder(string path)
    {
        var folder = open(path, ReadOnly);
        var isSynced = folder >= 0 && fsync(folder) == 0;
        var error = Marshal.GetLastPInvokeError();
        _ = close(folder);
        if (!isSynced)
        {
            throw new ClusterFault($"{path} cannot be synchronized: error {error}.");
        }
    }

    private static async Task<string> OwnerOfAsync(string path, CancellationToken cancellation) =>
        (await Tool.RunToolAsync(["stat", "-c", "%u", path], cancellation)).Trim();

    private static void ChangeOwner(string path, SystemUser owner)
    {
        if (Installation.IsRoot && lchown(path, owner.User, owner.Group) != 0)
        {
            throw new ClusterFault($"{path} cannot be given to {owner.Name}: error {Marshal.GetLastPInvokeError()}.");
        }
    }

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int lchown([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint user, uint group);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int fsync(int file);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int close(int file);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint umask(uint mask);
}
