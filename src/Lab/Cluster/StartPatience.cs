namespace Cartwright.Lab.Cluster;

/// <summary>
/// Whether a part that is not ready yet is worth waiting for. On a busy machine a broker may take minutes, and works
/// all that time; one that hangs or dies again and again does not get better.
/// </summary>
/// <param name="limit">How long it may take however much it does.</param>
/// <param name="clock">By which that is measured.</param>
internal sealed class StartPatience(TimeSpan limit, TimeProvider clock)
{
    /// <summary>The option for the time that a part may take.</summary>
    public const string Option = "--start-timeout";

    private const int EndsMax = 10;

    // Longer than the minute for which a node waits by itself for its database and its brokers, and does nothing else.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(90);

    // The timers of an idle runtime use less.
    private static readonly TimeSpan Work = TimeSpan.FromSeconds(1);

    private readonly long _begin = clock.GetTimestamp();
    private long _workedAt = clock.GetTimestamp();
    private long _logBytes;
    private TimeSpan _cpu;

    /// <summary>How long it has been waited.</summary>
    public TimeSpan Waited => clock.GetElapsedTime(_begin);

    /// <summary>That a part took longer than it may, as the end of a sentence.</summary>
    public static string Over(TimeSpan limit) => $"it is not ready after {limit.TotalSeconds:F0} s ({Option})";

    /// <summary>Why not to wait any longer, as the end of a sentence; null to go on.</summary>
    public string? Judge(StartSigns signs)
    {
        // Less than before is a new process, or a log that was cut.
        if (signs.LogBytes != _logBytes || signs.Cpu < _cpu || signs.Cpu - _cpu >= Work)
        {
            (_logBytes, _cpu, _workedAt) = (signs.LogBytes, signs.Cpu, clock.GetTimestamp());
        }

        return signs switch
        {
            { IsAlive: false } => "its process has ended",
            { Ends: >= EndsMax } => $"its process has ended {signs.Ends} times",
            _ when Waited >= limit => Over(limit),
            _ when clock.GetElapsedTime(_workedAt) >= Silence =>
                $"it has done nothing for {Silence.TotalSeconds:F0} s: no CPU time, no line in its log",
            _ => null,
        };
    }
}
