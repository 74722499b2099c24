using System.Diagnostics;

namespace Cartwright.Micro;

/// <summary>Times rounds of the same work and counts their allocations.</summary>
internal static class Meter
{
    private const int WarmRounds = 50;
    private const int Rounds = 200;

    /// <summary>Prints the fastest and the median round, each divided by the number of operations in a round.</summary>
    public static async Task ReportAsync(string what, int operations, Func<Task> round)
    {
        for (var i = 0; i < WarmRounds; i++)
        {
            await round();
        }

        var times = new double[Rounds];
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < Rounds; i++)
        {
            var watch = Stopwatch.StartNew();
            await round();
            times[i] = watch.Elapsed.TotalNanoseconds / operations;
        }

        bytes = GC.GetTotalAllocatedBytes(precise: true) - bytes;
        process.Refresh();
        cpu = process.TotalProcessorTime - cpu;
        Array.Sort(times);
        double all = (double)operations * Rounds;
        Console.WriteLine(
            $"{what,-44} {times[0],9:N0} ns best {times[Rounds / 2],9:N0} ns median "
            + $"{cpu.TotalNanoseconds / all,9:N0} ns of CPU {bytes / all,9:N0} bytes");
    }

    public static void Report(string what, int operations, Action round) => ReportAsync(what, operations, () =>
    {
        round();
        return Task.CompletedTask;
    }).GetAwaiter().GetResult();
}
