using System.Diagnostics;
using System.Globalization;
using Cartwright.CommandLine.Clusters;
using Cartwright.Lab.Processes;

namespace Cartwright.Lab.Cluster;

/// <summary>
/// The processes that a supervisor leaves behind when it is itself killed. Each part, and each tool that prepares one,
/// carries its cluster's directory in its environment, by which it is found.
/// </summary>
internal static class LeftoverProcesses
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>The mark in the environment of a cluster's processes.</summary>
    public static IReadOnlyDictionary<string, string> MarkOf(ClusterLayout layout) =>
        new Dictionary<string, string> { [ClusterFiles.Variable] = layout.Root };

    /// <summary>Ends them, and waits until none is left. Everything of a cluster survives being killed.</summary>
    /// <returns>How many there were.</returns>
    public static async Task<int> EndAllAsync(ClusterLayout layout, CancellationToken cancellation)
    {
        var found = FindAll(layout);
        var waiting = Stopwatch.StartNew();
        for (var left = found; left.Count > 0; left = FindAll(layout))
        {
            if (waiting.Elapsed > Patience)
            {
                throw new ClusterFault($"Processes of {layout.Root} do not end: {string.Join(", ", left)}.");
            }

            left.ForEach(pid => Signals.SendSignal(pid, Signals.KillNow));
            await Task.Delay(Pause, cancellation);
        }

        return found.Count;
    }

    /// <summary>The processes that are there.</summary>
    public static List<int> FindAll(ClusterLayout layout) => FindAll(layout, "/proc");

    /// <summary>The processes that a folder like <c>/proc</c> shows.</summary>
    internal static List<int> FindAll(ClusterLayout layout, string processes) =>
    [
        .. Directory.EnumerateDirectories(processes)
            .Where(folder => int.TryParse(Path.GetFileName(folder), out _) && IsOf(folder, layout))
            .Select(folder => int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture)),
    ];

    private static bool IsOf(string process, ClusterLayout layout)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "environ")).Split('\0')
                .Contains($"{ClusterFiles.Variable}={layout.Root}");
        }
        catch (IOException)
        {
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            return IsOfPartsUser(process, layout);
        }
    }

    // Of another user. Root may not read its environment either where it has no CAP_SYS_PTRACE, as in a container. The
    // command lines of processes of a part's user name files of the cluster. Those of other users can name them too,
    // such as an editor's, and must not be ended.
    private static bool IsOfPartsUser(string process, ClusterLayout layout)
    {
        try
        {
            var inside = layout.Root + "/";
            return Installation.IsRoot
                && File.ReadAllText(Path.Combine(process, "cmdline")).Contains(inside, StringComparison.Ordinal)
                && File.ReadLines(Path.Combine(process, "status")).Any(line =>
                    line.StartsWith($"Uid:\t{SystemUser.Database.User}\t", StringComparison.Ordinal)
                    || line.StartsWith($"Uid:\t{SystemUser.Broker.User}\t", StringComparison.Ordinal));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
