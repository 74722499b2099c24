using System.Globalization;

namespace Cartwright.Cli.Load;

/// <summary>CPU time and memory of a process at one moment, from /proc (Linux only).</summary>
internal sealed record ProcessReading(int Pid, string Name, TimeSpan Cpu, long ResidentBytes)
{
    private const int StateField = 3;
    private const int UserTimeField = 14;
    private const int SystemTimeField = 15;
    private const int ResidentPagesField = 24;

    // USER_HZ is 100 on every Linux that .NET runs on; the kernel keeps it for the sake of readers like this one.
    private const int TicksPerSecond = 100;

    /// <summary>Null when there is no such process.</summary>
    public static ProcessReading? Read(int pid)
    {
        try
        {
            return Parse(pid, File.ReadAllText($"/proc/{pid}/stat"));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>User and system time of the process itself; what its ended children used is not added.</summary>
    internal static ProcessReading Parse(int pid, string stat)
    {
        // The name is in parentheses and may hold blanks and parentheses itself; the fields follow the last one.
        var nameStart = stat.IndexOf('(', StringComparison.Ordinal);
        var nameEnd = stat.LastIndexOf(')');
        var fields = stat[(nameEnd + 2)..].Split(' ');
        var ticks = Field(UserTimeField) + Field(SystemTimeField);
        return new ProcessReading(
            pid,
            stat[(nameStart + 1)..nameEnd],
            TimeSpan.FromSeconds((double)ticks / TicksPerSecond),
            Field(ResidentPagesField) * Environment.SystemPageSize);

        long Field(int number) => long.Parse(fields[number - StateField], CultureInfo.InvariantCulture);
    }
}
