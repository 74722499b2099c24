using System.Runtime.InteropServices;
using Cartwright.Engine.Ports;

namespace Cartwright.Sqlite;

/// <summary>Files and folders that only the user of the process may read.</summary>
internal static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int ReadOnlyCloseOnExec = 0x80000;

    /// <summary>Makes a directory with mode 0700, its missing parents too. One that exists keeps its mode.</summary>
    public static void MakeDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
        }
    }

    /// <summary>
    /// Makes an empty file with mode 0600 where there is none, and takes the rights of others away where there is
    /// one. SQLite gives its log and its index the mode of the database.
    /// </summary>
    public static void Require(string path)
    {
        try
        {
            using (Open(path, FileMode.OpenOrCreate, FileShare.ReadWrite))
            {
            }

            Narrow(path);
            Narrow(path + "-wal");
            Narrow(path + "-shm");
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException)
        {
            throw new FatalFault(
                SqliteFaultCodes.Unusable, $"'{path}' cannot be written: {unusable.Message}", unusable);
        }
    }

    /// <summary>Opens a file; a new one gets mode 0600.</summary>
    public static FileStream Open(string path, FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions
        {
            Mode = mode, Access = FileAccess.ReadWrite, Share = share, BufferSize = 0,
        };
        if (mode != FileMode.Open && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return new FileStream(path, options);
    }

    /// <summary>Takes the rights of group and others away.</summary>
    public static void Narrow(string path)
    {
        if (!OperatingSystem.IsWindows() && File.Exists(path) && File.GetUnixFileMode(path) != OwnerOnly)
        {
            File.SetUnixFileMode(path, OwnerOnly);
        }
    }

    /// <summary>Makes the names in a directory survive a power cut, where the system can.</summary>
    public static void SyncDirectory(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var directory = open(path, ReadOnlyCloseOnExec);
        if (directory < 0 || fsync(directory) != 0)
        {
            throw new IOException($"'{path}' cannot be synchronized: error {Marshal.GetLastPInvokeError()}.");
        }

        _ = close(directory);
    }

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int fsync(int file);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int close(int file);
}
