namespace Cartwright.Lab.Cluster;

/// <summary>The supervisor's log: everything that a detached one prints, and the progress of any.</summary>
internal static class SupervisorLog
{
    private const string StandardError = "/proc/self/fd/2";
    private static readonly Lock _lock = new();

    /// <summary>Whether standard error goes to the log already.</summary>
    public static bool IsStandardError(string logFile) => LeadsTo(StandardError, logFile);

    /// <summary>
    /// Whether an open file is this one. The system names it without links, so the other name is also asked of the
    /// system: a cluster's directory can lie behind a link.
    /// </summary>
    internal static bool LeadsTo(string openFile, string logFile)
    {
        if (!File.Exists(logFile))
        {
            return false;
        }

        using var own = File.OpenHandle(logFile, share: FileShare.ReadWrite | FileShare.Delete);
        return new FileInfo(openFile).LinkTarget
            == new FileInfo($"/proc/self/fd/{own.DangerousGetHandle()}").LinkTarget;
    }

    /// <summary>Adds a line.</summary>
    public static void Append(string logFile, string line)
    {
        lock (_lock)
        {
            File.AppendAllLines(logFile, [line]);
        }
    }
}
