namespace Cartwright.Cli.Cluster;

/// <summary>
/// Started by root, PostgreSQL runs as a user of its own, who has to get into the cluster's directory. A directory such
/// as one that `mktemp -d` makes lets nobody else in.
/// </summary>
internal static class Reachability
{
    /// <exception cref="ClusterFault">Names the directory that keeps the user out, and what helps.</exception>
    public static async Task RequireAsync(ClusterLayout layout, CancellationToken cancellation)
    {
        if (!Installation.IsRoot || await IsOpenAsync(layout.Data, cancellation))
        {
            return;
        }

        // The outermost that is closed is the one to open first.
        foreach (var directory in WithParents(layout.Data))
        {
            if (!await IsOpenAsync(directory, cancellation))
            {
                throw new ClusterFault(
                    $"PostgreSQL runs as the user '{Installation.User}', who cannot get into {directory}. "
                    + $"Let others through with: chmod o+x {directory}");
            }
        }
    }

    private static async Task<bool> IsOpenAsync(string directory, CancellationToken cancellation)
    {
        try
        {
            await Tool.RunAsync([.. Installation.Unprivileged, "test", "-x", directory], cancellation);
            return true;
        }
        catch (ClusterFault)
        {
            return false;
        }
    }

    private static IEnumerable<string> WithParents(string directory)
    {
        List<string> all = [];
        for (var at = new DirectoryInfo(directory); at is not null; at = at.Parent)
        {
            all.Add(at.FullName);
        }

        return Enumerable.Reverse(all);
    }
}
