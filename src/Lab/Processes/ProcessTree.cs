using System.Globalization;

namespace Cartwright.Lab.Processes;

/// <summary>Processes and their descendants, as Linux shows them.</summary>
internal static class ProcessTree
{
    /// <summary>The given processes and all that descend from them, the given ones first.</summary>
    public static IReadOnlyList<int> DescendantsOf(params IEnumerable<int> roots)
    {
        var childrenOf = ReadAll().ToLookup(pair => pair.Parent, pair => pair.Pid);
        List<int> found = [.. roots.Distinct()];
        for (var next = 0; next < found.Count; next++)
        {
            found.AddRange(childrenOf[found[next]].Except(found));
        }

        return found;
    }

    /// <summary>
    /// Whether a process has not ended. One that has ended stays listed until its parent asks for its status, which the
    /// first process of a container may never do.
    /// </summary>
    public static bool Runs(int pid) => FieldsOf(pid) is [var state, ..] && state is not ("Z" or "X");

    private static IEnumerable<(int Pid, int Parent)> ReadAll() => Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), out var pid) ? pid : 0)
        .Where(pid => pid != 0)
        .Select(pid => (pid, ParentOf(pid)));

    private static int ParentOf(int pid) =>
        FieldsOf(pid) is [_, var parent, ..] ? int.Parse(parent, CultureInfo.InvariantCulture) : 0;

    // The name, which stands in parentheses, may hold anything; the state follows it, and then the parent. Empty where
    // there is no such process.
    private static string[] FieldsOf(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return [];
        }
    }
}
