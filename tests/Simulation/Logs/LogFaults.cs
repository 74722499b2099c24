namespace Cartwright.Simulation.Logs;

/// <summary>How a simulated log fails: probabilities from 0 to 1, and times in microseconds.</summary>
public sealed record LogFaults
{
    public static LogFaults None { get; } = new();

    /// <summary>How long a record is under way at most, to the log and from it.</summary>
    public long LatencyMax { get; init; } = 3_000;

    /// <summary>How often a record is under way for very long.</summary>
    public double Slow { get; init; }

    /// <summary>How long a slow record is under way at most.</summary>
    public long SlowMax { get; init; } = 3_000_000;

    /// <summary>How often a record never reaches the log; then it is never confirmed either.</summary>
    public double Lost { get; init; }

    /// <summary>How often a record is confirmed and never seen again.</summary>
    public double ConfirmedAndLost { get; init; }

    /// <summary>How often a record has arrived and its confirmation has not.</summary>
    public double ConfirmationLost { get; init; }

    /// <summary>How often a record that was delivered before is delivered once more.</summary>
    public double Repeated { get; init; }

    /// <summary>After how long without a sign of life a node's partitions are given to others.</summary>
    public long SessionTimeout { get; init; } = 3_000_000;
}
