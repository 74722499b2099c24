using System.Runtime.InteropServices;

namespace Cartwright.Lab.Load;

/// <summary>
/// Sleeps for less than a millisecond, which Thread.Sleep cannot; an open loop of thousands a second needs it,
/// and spinning would take the CPU from the server under test.
/// </summary>
internal static class Nap
{
    public static void For(long nanoseconds)
    {
        if (!OperatingSystem.IsLinux())
        {
            Thread.Sleep(TimeSpan.FromMicroseconds(Math.Max(nanoseconds / 1000, 1000)));
            return;
        }

        var duration = new Timespec((nint)(nanoseconds / 1_000_000_000), (nint)(nanoseconds % 1_000_000_000));
        // An early return (a signal) is harmless: the caller looks at the clock again.
        _ = NanoSleep(in duration, IntPtr.Zero);
    }

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [DllImport("libc", EntryPoint = "nanosleep")]
    private static extern int NanoSleep(in Timespec duration, IntPtr remaining);

    private readonly record struct Timespec(nint Seconds, nint Nanoseconds);
}
