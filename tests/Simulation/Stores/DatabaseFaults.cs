namespace Cartwright.Simulation.Stores;

/// <summary>How a simulated database fails: probabilities from 0 to 1, and times in microseconds.</summary>
public sealed record DatabaseFaults
{
    public static DatabaseFaults None { get; } = new();

    /// <summary>The longest usual half of a round trip.</summary>
    public long LatencyMax { get; init; } = 1_500;

    /// <summary>How often a call is very slow.</summary>
    public double Slow { get; init; }

    /// <summary>The longest duration of a slow call.</summary>
    public long SlowMax { get; init; } = 2_000_000;

    /// <summary>How often a load, a read or a request for numbers fails.</summary>
    public double Fails { get; init; }

    /// <summary>How often a commit certainly fails.</summary>
    public double CommitFails { get; init; }

    /// <summary>How often the outcome of a commit is unknown.</summary>
    public double CommitUnknown { get; init; }

    /// <summary>How often resolving an unknown commit fails.</summary>
    public double ResolveFails { get; init; }

    /// <summary>The longest wait of a load for locked rows; 0 for no limit.</summary>
    public long LockTimeout { get; init; }

    /// <summary>The longest time until a server notices a lost connection, and releases its locks.</summary>
    public long NoticeMax { get; init; } = 1_000_000;
}
