using System.Diagnostics;

namespace Cartwright.Cli.Cluster;

/// <summary>
/// The processes that a supervisor leaves behind when it is itself killed. Each part carries its cluster's directory
/// in its environment, by which it is found.
/// </summary>
internal static class Leftovers
{
    public const string Mark = "CARTWRIGHT_CLUSTER";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Ends them, and waits until none is left. Everything of a cluster survives being killed.</summary>
    /// <returns>How many there were.</returns>
    public static async Task<int> EndAsync(ClusterLayout layout, CancellationToken cancellation)
    {
        var found = Find(layout);
        var waiting = Stopwatch.StartNew();
        for (var left = found; left.Count > 0; left = Find(layout))
        {
            if (waiting.Elapsed > Patience)
            {
                throw new ClusterFault($"Processes of {layout.Root} do not end: {string.Join(", ", left)}.");
            }

            left.ForEach(pid => Signals.Send(pid, Signals.KillNow));
            await Task.Delay(Pause, cancellation);
        }

        return found.Count;
    }

    /// <summary>The processes that are there.</summary>
    public static List<int> Find(ClusterLayout layout) =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), out var pid) ? pid : 0)
            .Where(pid => pid != 0 && IsOf(pid, layout)),
    ];

    private static bool IsOf(int pid, ClusterLayout layout)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/environ").Split('\0').Contains($"{Mark}={layout.Root}");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
