using System.Globalization;

namespace Cartwright.Lab.Processes;

/// <summary>CPU time and memory of a process at one moment, from /proc (Linux only).</summary>
internal sealed record ProcessReading(int Pid, string Name, TimeSpan Cpu, long ResidentBytes)
{
    private const int ParentField = 4;
    private const int StateField = 3;
    private const int UserTimeField = 14;
    private const int SystemTimeField = 15;
    private const int EndedChildrenUserTimeField = 16;
    private const int EndedChildrenSystemTimeField = 17;
    private const int ResidentPagesField = 24;

    // USER_HZ is 100 on every Linux that .NET runs on; the kernel keeps it for the sake of readers like this one.
    private const int TicksPerSecond = 100;

    private int Parent { get; init; }

    /// <summary>The CPU time of its ended children, theirs included.</summary>
    private TimeSpan EndedChildrenCpu { get; init; }

    /// <summary>
    /// A process together with its children and theirs. The CPU time of an ended one is its parent's from then on, so
    /// the difference of two readings misses none.
    /// </summary>
    public static ProcessReading? ReadFamily(int pid)
    {
        if (ReadProcess(pid) is not { } head)
        {
            return null;
        }

        var byParent = Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), out var found) ? ReadProcess(found) : null)
            .OfType<ProcessReading>()
            .ToLookup(reading => reading.Parent);
        var family = new List<ProcessReading> { head };
        for (var i = 0; i < family.Count; i++)
        {
            family.AddRange(byParent[family[i].Pid]);
        }

        return head with
        {
            Cpu = family.Aggregate(TimeSpan.Zero, (sum, reading) => sum + reading.Cpu + reading.EndedChildrenCpu),
            ResidentBytes = family.Sum(reading => reading.ResidentBytes),
        };
    }

    /// <summary>Null when there is no such process.</summary>
    public static ProcessReading? ReadProcess(int pid)
    {
        try
        {
            return ParseStat(pid, File.ReadAllText($"/proc/{pid}/stat"));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>User and system time of the process itself; the time of its ended children is not added.</summary>
    internal static ProcessReading ParseStat(int pid, string stat)
    {
        // The name is in parentheses and may hold blanks and parentheses itself; the fields follow the last one.
        var nameStart = stat.IndexOf('(', StringComparison.Ordinal);
        var nameEnd = stat.LastIndexOf(')');
        var fields = stat[(nameEnd + 2)..].Split(' ');
        return new ProcessReading(
            pid,
            stat[(nameStart + 1)..nameEnd],
            Time(UserTimeField, SystemTimeField),
            Field(ResidentPagesField) * Environment.SystemPageSize)
        {
            Parent = (int)Field(ParentField),
            EndedChildrenCpu = Time(EndedChildrenUserTimeField, EndedChildrenSystemTimeField),
        };

        TimeSpan Time(int user, int system) =>
            TimeSpan.FromSeconds((double)(Field(user) + Field(system)) / TicksPerSecond);

        long Field(int number) => long.Parse(fields[number - StateField], CultureInfo.InvariantCulture);
    }
}
