using System.Globalization;
using System.Runtime.InteropServices;
using Cartwright.Engine.Ports;
using Cartwright.Web.Http;

namespace Cartwright.Web.Access;

/// <summary>
/// How many files and sockets this process may have open. One more than that ends it: the runtime aborts when it cannot
/// open a descriptor of its own.
/// </summary>
internal static class Descriptors
{
    // Files that are loaded when they are first needed, connections that are accepted and not yet counted, probes.
    private const int Growth = 192;
    private const int UsedUnknown = 256;
    private const int ConnectionsMin = 16;
    private const string OpenOnes = "/dev/fd";

    // RLIMIT_NOFILE of Linux and of macOS.
    private static int Resource => OperatingSystem.IsMacOS() ? 8 : 7;

    /// <summary>The most connections for which there is room.</summary>
    /// <param name="options">The bound that holds in any case, and the other needs for descriptors.</param>
    /// <param name="limit">How many descriptors there are; null: without a limit.</param>
    /// <param name="used">How many are open already.</param>
    /// <exception cref="FatalFault"><c>too-few-descriptors</c>: there is no room for 16 connections.</exception>
    public static int ConnectionsMax(ShopOptions options, ulong? limit, int used)
    {
        if (limit is not { } all)
        {
            return options.ConnectionsMax;
        }

        var most = (long)Math.Min(all, int.MaxValue);
        var kept = used + options.DescriptorsReserved + Growth;
        var room = (most - kept) / options.DescriptorsEach;
        return room >= ConnectionsMin
            ? (int)Math.Min(room, options.ConnectionsMax)
            : throw new FatalFault("too-few-descriptors", string.Create(
                CultureInfo.InvariantCulture,
                $"The process may open {most} files and sockets, and keeps {kept} of them for itself: that is too few. "
                + $"Raise the limit (ulimit -Hn) to {kept + (ConnectionsMin * options.DescriptorsEach)} or more."));
    }

    /// <summary>The limit of this process; null where there is none, or none is known.</summary>
    public static ulong? OpenFilesMax() =>
        !OperatingSystem.IsWindows() && getrlimit(Resource, out var limit) == 0 && limit.Current < long.MaxValue
            ? limit.Current
            : null;

    /// <summary>The limit, as the end of a sentence.</summary>
    public static string LimitSource() => OpenFilesMax() is { } limit
        ? string.Create(CultureInfo.InvariantCulture, $", of {limit} file descriptors")
        : string.Empty;

    /// <summary>How many are open now.</summary>
    public static int CountOpen()
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
