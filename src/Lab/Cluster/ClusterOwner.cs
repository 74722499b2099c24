using System.Diagnostics;
using Cartwright.CommandLine.Clusters;

namespace Cartwright.Lab.Cluster;

/// <summary>The supervisor of the cluster in a directory: one process at a time.</summary>
internal static class ClusterOwner
{
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LookPause = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Makes the directory of a cluster ready for its supervisor. There is one a directory: it would take the other's
    /// processes for left over.
    /// </summary>
    /// <exception cref="ClusterFault">A cluster runs there, or its parts could not work there.</exception>
    public static async Task<ClusterLayout> ClaimDirectoryAsync(string directory, CancellationToken stop)
    {
        var layout = new ClusterLayout(directory);
        await RequireNobodyAsync(layout, stop);
        await layout.CreateFoldersAsync(stop);
        await Reachability.RequireAsync(layout, stop);
        return layout;
    }

    /// <summary>
    /// Makes this process the owner of a cluster's directory until the file is closed. The socket answers neither while
    /// another supervisor starts nor while it ends; its end is waited for. The system closes the file when the process
    /// ends, however it ends.
    /// </summary>
    /// <exception cref="ClusterFault">It has another owner, which does not end.</exception>
    public static async Task<FileStream> LockDirectoryAsync(ClusterLayout layout, CancellationToken stop)
    {
        var waiting = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return OpenLock(layout);
            }
            catch (IOException) when (waiting.Elapsed < EndPatience)
            {
                await Task.Delay(LookPause, stop);
                await RequireNobodyAsync(layout, stop);
            }
            catch (IOException held)
            {
                throw AlreadyOwned(layout, held);
            }
        }
    }

    /// <summary>Makes this process the owner of a cluster's directory, without waiting.</summary>
    /// <exception cref="ClusterFault">It has another owner.</exception>
    public static FileStream LockDirectory(ClusterLayout layout)
    {
        try
        {
            return OpenLock(layout);
        }
        catch (IOException held)
        {
            throw AlreadyOwned(layout, held);
        }
    }

    private static async Task RequireNobodyAsync(ClusterLayout layout, CancellationToken stop)
    {
        if (await Control.IsListeningAsync(layout, stop))
        {
            throw new ClusterFault($"A cluster runs in {layout.Root} already.");
        }
    }

    private static FileStream OpenLock(ClusterLayout layout) =>
        new(layout.OwnerFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    private static ClusterFault AlreadyOwned(ClusterLayout layout, IOException held) =>
        new($"Another supervisor starts or ends in {layout.Root}: {held.Message}");
}
