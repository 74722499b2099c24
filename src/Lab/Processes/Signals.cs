using System.Runtime.InteropServices;

namespace Cartwright.Lab.Processes;

/// <summary>Signals to processes.</summary>
internal static class Signals
{
    /// <summary>PostgreSQL's fast end: transactions are rolled back, and no client is waited for.</summary>
    public const int Interrupt = 2;

    /// <summary>The end without a chance to do anything more.</summary>
    public const int KillNow = 9;

    /// <summary>The polite request to end.</summary>
    public const int Terminate = 15;

    /// <summary>Sends a signal; a process that is gone already is no mistake.</summary>
    public static void SendSignal(int pid, int signal) => _ = kill(pid, signal);

    /// <summary>Sends a signal to each, in this order.</summary>
    public static void SendSignal(IEnumerable<int> pids, int signal)
    {
        foreach (var pid in pids)
        {
            SendSignal(pid, signal);
        }
    }

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int kill(int pid, int signal);
}
