using Cartwright.CommandLine.Clusters;

namespace Cartwright.Lab.Cluster;

/// <summary>
/// Started by root, PostgreSQL and Kafka run as users of their own. They have to enter the cluster's directory and, for
/// Kafka, the directory of its programs. A directory such as one that `mktemp -d` makes admits no other user.
/// </summary>
internal static class Reachability
{
    /// <exception cref="ClusterFault">Names the directory that keeps a user out, and the remedy.</exception>
    public static async Task RequireAsync(ClusterLayout layout, CancellationToken cancellation)
    {
        await RequireAsync("PostgreSQL", SystemUser.Database, layout.Data, cancellation);
        await RequireAsync("Kafka", SystemUser.Broker, layout.Data, cancellation);
    }

    /// <exception cref="ClusterFault">Names the directory that keeps Kafka from its programs.</exception>
    public static Task RequireAsync(Installation installed, CancellationToken cancellation) =>
        RequireAsync("Kafka", SystemUser.Broker, Path.GetFullPath(Path.Combine(installed.Kafka, "bin")), cancellation);

    private static async Task RequireAsync(
        string program, SystemUser account, string folder, CancellationToken cancellation)
    {
        if (!Installation.IsRoot || await IsOpenAsync(account, folder, cancellation))
        {
            return;
        }

        // The outermost that is closed is the one to open first.
        foreach (var directory in WithParents(folder))
        {
            if (!await IsOpenAsync(account, directory, cancellation))
            {
                throw new ClusterFault(
                    $"{program} runs as the user '{account.Name}', which cannot enter {directory}. "
                    + $"Let others through with: chmod o+x {directory}");
            }
        }
    }

    private static async Task<bool> IsOpenAsync(SystemUser account, string directory, CancellationToken cancellation)
    {
        try
        {
            await Tool.RunToolAsync([.. account.Prefix, "test", "-x", directory], cancellation);
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
