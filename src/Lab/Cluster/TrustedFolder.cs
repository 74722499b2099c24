using System.Globalization;
using Cartwright.CommandLine.Clusters;

namespace Cartwright.Lab.Cluster;

/// <summary>
/// Whether root may rely on a folder: where another user can exchange it, a link in its place leads root's own
/// changes of modes and owners to any other file of the machine.
/// </summary>
internal static class TrustedFolder
{
    // As the kernel does.
    private const int LinksMax = 40;

    private const string Root = "0";

    // Bits of `st_mode`, as `stat` prints them.
    private const int Type = 0xF000;
    private const int Link = 0xA000;
    private const int Sticky = 0x200;
    private const int WriteOfOthers = 0x12;

    /// <summary>Checks the way to a folder, over all links, as far as it exists. For root alone.</summary>
    /// <exception cref="ClusterFault">
    /// Names the folder that belongs to another user, or that others can write.
    /// </exception>
    public static async Task RequireAsync(string folder, CancellationToken cancellation)
    {
        if (!Installation.IsRoot)
        {
            return;
        }

        var way = WayTo(folder).ToList();
        var found = await ReadAsync(way.Select(step => step.Path), cancellation);
        foreach (var ((path, isWhole), (owner, mode)) in way.Zip(found))
        {
            var isOpen = (mode & Type) != Link && (mode & WriteOfOthers) != 0
                && (isWhole || (mode & Sticky) == 0);
            if ((owner != Root || isOpen) && (isWhole || !IsAboveProgram(path)))
            {
                throw new ClusterFault(isWhole
                    ? $"Others can write into {folder}. Started by root, a cluster needs a directory of root's own."
                    : $"Others can exchange {folder}: {path} is not root's alone. Started by root, a cluster needs a "
                        + "directory below ones that only root can write, or that have the sticky bit.");
            }
        }
    }

    /// <summary>A folder inside of the cluster's directory has to be a real one, and this user's.</summary>
    /// <exception cref="ClusterFault">Started by root: it is a link, or another user's.</exception>
    public static async Task RequireNoLinkAsync(string folder, CancellationToken cancellation)
    {
        if (Installation.IsRoot
            && (await ReadAsync([folder], cancellation))[0] is var (owner, mode)
            && (owner != Root || (mode & Type) == Link))
        {
            throw new ClusterFault(
                $"{folder} is a link or belongs to another user. Started by root, a cluster makes this folder itself.");
        }
    }

    // A user that can write above the program can exchange the program, which root runs already: a checkout of a
    // user's.
    private static bool IsAboveProgram(string path) =>
        path == "/" || AppContext.BaseDirectory.StartsWith(path + "/", StringComparison.Ordinal);

    /// <summary>Every folder and link on the way to a path; <c>IsWhole</c> for the folder at its end.</summary>
    private static IEnumerable<(string Path, bool IsWhole)> WayTo(string path)
    {
        var left = new Stack<string>();
        Push(left, Path.GetFullPath(path));
        var at = "/";
        yield return (at, false);
        var links = 0;
        while (left.TryPop(out var name))
        {
            if (name == "..")
            {
                at = Path.GetDirectoryName(at) ?? "/";
                continue;
            }

            var next = Path.Combine(at, name);
            var target = new FileInfo(next).LinkTarget;
            if (target is null && !Path.Exists(next))
            {
                yield break;
            }

            yield return (next, target is null && left.Count == 0);
            if (target is null)
            {
                at = next;
                continue;
            }

            if (++links > LinksMax)
            {
                throw new ClusterFault($"The way to {path} has too many links.");
            }

            at = target.StartsWith('/') ? "/" : at;
            Push(left, target);
        }
    }

    private static void Push(Stack<string> left, string path)
    {
        var names = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        foreach (var name in names.Where(name => name != ".").Reverse())
        {
            left.Push(name);
        }
    }

    // Of links themselves, and not of their targets.
    private static async Task<IReadOnlyList<(string Owner, int Mode)>> ReadAsync(
        IEnumerable<string> paths, CancellationToken cancellation)
    {
        var lines = await Tool.RunToolAsync(["stat", "-c", "%u %f", "--", .. paths], cancellation);
        return
        [
            .. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line.Split(' '))
                .Select(fields =>
                    (fields[0], int.Parse(fields[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture))),
        ];
    }
}
