using Cartwright.Lab.Processes;
using Cartwright.Lab.Shop;

namespace Cartwright.Lab.Load;

/// <summary>
/// Reads the CPU time of the watched processes and their children when made, and the difference later.
/// </summary>
internal sealed class CpuMeter(IReadOnlyList<int> pids)
{
    private readonly ProcessReading[] _before = [.. pids.Select(pid =>
        ProcessReading.ReadFamily(pid) ?? throw new ShopFault($"There is no process {pid} to read the CPU time of."))];

    /// <summary>
    /// The CPU time of each process since; null when one of them has ended, as its time is then unknown.
    /// </summary>
    public IReadOnlyList<ProcessUse>? ReadUse(int committed)
    {
        var uses = new List<ProcessUse>();
        foreach (var before in _before)
        {
            if (ProcessReading.ReadFamily(before.Pid) is not { } after)
            {
                return null;
            }

            var cpu = after.Cpu - before.Cpu;
            double? perCheckout = committed == 0 ? null : Math.Round(cpu.TotalMicroseconds / committed, 2);
            var megabytes = Math.Round(after.ResidentBytes / 1_000_000.0, 1);
            uses.Add(new ProcessUse(after.Pid, after.Name, Math.Round(cpu.TotalSeconds, 2), perCheckout, megabytes));
        }

        return uses;
    }
}
