using System.Globalization;
using System.Runtime.InteropServices;

namespace Cartwright.Web.Connections;

/// <summary>
/// How many files and sockets this process may have open. One more than that ends it: the runtime aborts when it
/// cannot open what it needs itself.
/// </summary>
internal static class Descriptors
{
    // Files that are loaded when they are first needed, connections that are accepted and not yet counted, probes.
    private const int Growth = 192;
    private const int UsedUnknown = 256;
    private const string OpenOnes = "/dev/fd";

    // RLIMIT_NOFILE of Linux and of macOS.
    private static int Resource => OperatingSystem.IsMacOS() ? 8 : 7;

    /// <summary>The most connections for which there is room: a fourth of the limit at least.</summary>
    /// <param name="options">The bound that holds in any case, and what else needs descriptors.</param>
    /// <param name="limit">How many descriptors there are; null: without a limit.</param>
    /// <param name="used">How many are open already.</param>
    public static int ConnectionsMax(ShopOptions options, ulong? limit, int used)
    {
        if (limit is not { } all)
        {
            return options.ConnectionsMax;
        }

        var most = (long)Math.Min(all, int.MaxValue);
        var room = Math.Max(most - used - options.DescriptorsReserved - Growth, most / 4);
        return (int)Math.Min(room / options.DescriptorsEach, options.ConnectionsMax);
    }

    /// <summary>The limit of this process; null where there is none, or none is known.</summary>
    public static ulong? Limit() =>
        !OperatingSystem.IsWindows() && getrlimit(Resource, out var limit) == 0 && limit.Current < long.MaxValue
            ? limit.Current
            : null;

    /// <summary>The limit, as the end of a sentence.</summary>
    public static string Why() => Limit() is { } limit
        ? string.Create(CultureInfo.InvariantCulture, $", of {limit} file descriptors")
        : string.Empty;

    /// <summary>How many are open now.</summary>
    public static int Used()
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(OpenOnes).Count();
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException)
        {
            return UsedUnknown;
        }
    }

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int getrlimit(int resource, out ResourceLimit limit);

    [StructLayout(LayoutKind.Sequential)]
    private struct ResourceLimit
    {
        public ulong Current;
        public ulong Max;
    }
}
