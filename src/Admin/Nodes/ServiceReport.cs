namespace Cartwright.Admin.Nodes;

/// <summary>One service in one process.</summary>
public sealed record ServiceReport
{
    public required string Service { get; init; }

    /// <summary>Its database, without a password: a host, a port and a name, or a file.</summary>
    public required string Database { get; init; }

    /// <summary>Why the database does not answer; null where it does.</summary>
    public string? DatabaseTrouble { get; init; }

    /// <summary>Messages and commands that wait for a lane.</summary>
    public required int Waiting { get; init; }

    /// <summary>Envelopes that the log has not confirmed yet.</summary>
    public required int Unconfirmed { get; init; }

    /// <summary>The age of the oldest of them, in milliseconds.</summary>
    public required long OldestUnconfirmedMs { get; init; }

    /// <summary>Parked messages in its database; null where it does not answer.</summary>
    public int? Parked { get; init; }

    /// <summary>Orders, accounts or reservations with work that is not finished; null: no answer.</summary>
    public int? Unfinished { get; init; }

    /// <summary>For how long the oldest of them has not moved, in milliseconds; null where there is none.</summary>
    public long? OldestUnfinishedMs { get; init; }

    /// <summary>The partitions of its inbox that the process reads; empty without a log.</summary>
    public IReadOnlyList<PartitionReport> Partitions { get; init; } = [];
}
