using System.Runtime.InteropServices;

namespace Cartwright.Cli.Cluster;

/// <summary>Signals to processes.</summary>
internal static class Signals
{
    /// <summary>PostgreSQL's fast end: transactions are rolled back, and nobody is waited for.</summary>
    public const int Interrupt = 2;

    /// <summary>Sends a signal; a process that is gone already is no mistake.</summary>
    public static void Send(int pid, int signal) => _ = kill(pid, signal);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int kill(int pid, int signal);
}
