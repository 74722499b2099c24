namespace Cartwright.Cli.Cluster;

/// <summary>The supervisor's log: everything that a detached one prints, and the progress of any.</summary>
internal static class SupervisorLog
{
    private const string StandardError = "/proc/self/fd/2";
    private static readonly Lock _lock = new();

    /// <summary>Whether what is written to standard error is in the log already.</summary>
    public static bool IsStandardError(string logFile) => new FileInfo(StandardError).LinkTarget == logFile;

    /// <summary>Adds a line.</summary>
    public static void Append(string logFile, string line)
    {
        lock (_lock)
        {
            File.AppendAllLines(logFile, [line]);
        }
    }
}
