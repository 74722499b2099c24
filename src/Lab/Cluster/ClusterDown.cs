using System.Diagnostics;
using System.Globalization;
using Cartwright.CommandLine.Clusters;
using Cartwright.Lab.Processes;

namespace Cartwright.Lab.Cluster;

/// <summary>`cluster down`: comes back when everything is down, its supervisor too.</summary>
internal static class ClusterDown
{
    /// <summary>The command to the supervisor.</summary>
    public const string Word = "down";

    // Four groups, one after the other, each of which may take twenty seconds before it is killed.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <returns>The result, in words.</returns>
    /// <exception cref="ClusterFault">No cluster runs there, or it does not end.</exception>
    public static async Task<string> StopClusterAsync(ClusterLayout layout, CancellationToken stop)
    {
        if (await Control.IsListeningAsync(layout, stop))
        {
            var pid = int.Parse(await Control.SendCommandAsync(layout, Word, stop), CultureInfo.InvariantCulture);
            await AwaitEndAsync(layout, pid, stop);
            return "The cluster is down.";
        }

        // A supervisor that was killed leaves its parts behind. Its lock is free: no other one is starting them.
        if (!Directory.Exists(layout.Root) || LeftoverProcesses.FindAll(layout).Count == 0)
        {
            throw new ClusterFault($"No cluster runs in {layout.Root}.");
        }

        using var owned = ClusterOwner.LockDirectory(layout);
        var ended = await LeftoverProcesses.EndAllAsync(layout, stop);
        return $"Ended {ended} processes that a supervisor had left behind.";
    }

    private static async Task AwaitEndAsync(ClusterLayout layout, int pid, CancellationToken stop)
    {
        var waiting = Stopwatch.StartNew();
        while (ProcessTree.Runs(pid))
        {
            if (waiting.Elapsed > Patience)
            {
                throw new ClusterFault(
                    $"The supervisor of {layout.Root}, process {pid}, has not ended after {Patience.TotalSeconds} s.");
            }

            await Task.Delay(Pause, stop);
        }
    }
}
