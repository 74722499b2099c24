using System.Runtime.InteropServices;
using System.Text;

namespace Cartwright.Sqlite;

/// <summary>Which file lies under a name: another one of the same name and content has another identity.</summary>
/// <param name="Device">The file system.</param>
/// <param name="Number">The file in it; 0 where there is none.</param>
internal readonly record struct FileIdentity(ulong Device, ulong Number)
{
    private const int FromWorkingDirectory = -100;
    private const uint OnlyNumber = 0x100;
    private const int DeviceShift = 32;

    /// <param name="path">The path as UTF-8 with a zero at its end: it is asked for at each commit.</param>
    public static FileIdentity IdentityOf(byte[] path)
    {
        if (OperatingSystem.IsLinux())
        {
            return statx(FromWorkingDirectory, path, 0, OnlyNumber, out var found) == 0
                ? new FileIdentity(((ulong)found.DeviceMajor << DeviceShift) | found.DeviceMinor, found.Number)
                : default;
        }

        // Elsewhere a replaced file is known by the time at which it was made.
        var name = Encoding.UTF8.GetString(path.AsSpan()[..^1]);
        return File.Exists(name) ? new FileIdentity(0, (ulong)File.GetCreationTimeUtc(name).Ticks) : default;
    }

    public static byte[] PathOf(string path) => [.. Encoding.UTF8.GetBytes(path), 0];

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int statx(int directory, byte[] path, int flags, uint mask, out Status found);

    // The layout is the same on every architecture, which that of stat is not.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Status
    {
        [FieldOffset(32)]
        public ulong Number;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;
    }
}
