using System.Globalization;

namespace Cartwright.ClusterFaults.Processes;

/// <summary>Polls the memory of some processes until it is disposed.</summary>
internal sealed class MemoryWatch : IDisposable
{
    private const int KilobytesOfMegabyte = 1024;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly Timer _timer;
    private long _most;

    public MemoryWatch(IReadOnlyList<int> pids) =>
        _timer = new Timer(_ => Look(pids), null, TimeSpan.Zero, Pause);

    /// <summary>The largest memory of one of them at any poll.</summary>
    public long MegabytesMost => Interlocked.Read(ref _most) / KilobytesOfMegabyte;

    public void Dispose() => _timer.Dispose();

    private void Look(IReadOnlyList<int> pids)
    {
        var now = pids.Max(KilobytesOf);
        if (now > Interlocked.Read(ref _most))
        {
            Interlocked.Exchange(ref _most, now);
        }
    }

    private static long KilobytesOf(int pid)
    {
        try
        {
            var line = File.ReadLines($"/proc/{pid}/status")
                .First(text => text.StartsWith("VmRSS:", StringComparison.Ordinal));
            return long.Parse(
                line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1],
                CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
