namespace Cartwright.Simulation.Logs;

/// <summary>How a simulated log fails: probabilities from 0 to 1, and times in microseconds.</summary>
public sealed record LogFaults
{
    public static LogFaults None { get; } = new();

    /// <summary>The longest usual delay of a record, to the log and from it.</summary>
    public long LatencyMax { get; init; } = 3_000;

    /// <summary>How often a record is very slow.</summary>
    public double Slow { get; init; }

    /// <summary>The longest delay of a slow record.</summary>
    public long SlowMax { get; init; } = 3_000_000;

    /// <summary>How often a record never reaches the log; then it is never confirmed either.</summary>
    public double Lost { get; init; }

    /// <summary>How often a record is confirmed and then lost.</summary>
    public double ConfirmedAndLost { get; init; }

    /// <summary>How often a record has arrived and its confirmation is lost.</summary>
    public double ConfirmationLost { get; init; }

    /// <summary>How often a delivered record is delivered once more.</summary>
    public double Repeated { get; init; }

    /// <summary>The session time-out: a node that is silent for longer loses its partitions.</summary>
    public long SessionTimeout { get; init; } = 3_000_000;
}
