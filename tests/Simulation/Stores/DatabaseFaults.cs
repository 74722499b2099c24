namespace Cartwright.Simulation.Stores;

/// <summary>How a simulated database fails: probabilities from 0 to 1, and times in microseconds.</summary>
public sealed record DatabaseFaults
{
    public static DatabaseFaults None { get; } = new();

    /// <summary>How long half a round trip takes at most.</summary>
    public long LatencyMax { get; init; } = 1_500;

    /// <summary>How often a call takes very long.</summary>
    public double Slow { get; init; }

    /// <summary>How long a slow call takes at most.</summary>
    public long SlowMax { get; init; } = 2_000_000;

    /// <summary>How often a load, a read or a taking of numbers fails.</summary>
    public double Fails { get; init; }

    /// <summary>How often a commit fails for certain.</summary>
    public double CommitFails { get; init; }

    /// <summary>How often nobody knows what became of a commit.</summary>
    public double CommitUnknown { get; init; }

    /// <summary>How often a look after an unknown commit fails.</summary>
    public double ResolveFails { get; init; }

    /// <summary>How long a load waits for locked rows; 0 for ever.</summary>
    public long LockTimeout { get; init; }

    /// <summary>After how long a server at most notices that a connection is gone, and lets go of its locks.</summary>
    public long NoticeMax { get; init; } = 1_000_000;
}
