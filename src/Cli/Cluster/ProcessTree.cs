using System.Globalization;

namespace Cartwright.Cli.Cluster;

/// <summary>Processes and their descendants, as Linux shows them.</summary>
internal static class ProcessTree
{
    /// <summary>The given processes and all that descend from them, the given ones first.</summary>
    public static IReadOnlyList<int> Of(params IEnumerable<int> roots)
    {
        var childrenOf = All().ToLookup(pair => pair.Parent, pair => pair.Pid);
        List<int> found = [.. roots.Distinct()];
        for (var next = 0; next < found.Count; next++)
        {
            found.AddRange(childrenOf[found[next]].Except(found));
        }

        return found;
    }

    private static IEnumerable<(int Pid, int Parent)> All() => Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), out var pid) ? pid : 0)
        .Where(pid => pid != 0)
        .Select(pid => (pid, ParentOf(pid)));

    // The name, which stands in parentheses, may hold anything; the state follows it, and then the parent.
    private static int ParentOf(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return int.Parse(fields[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
