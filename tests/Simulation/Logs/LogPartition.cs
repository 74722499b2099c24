namespace Cartwright.Simulation.Logs;

/// <summary>One partition: its records, its committed offset, and its reader.</summary>
internal sealed class LogPartition(int number)
{
    public int Number { get; } = number;

    public List<ReadOnlyMemory<byte>> Records { get; } = [];

    /// <summary>The committed offset: everything before it is done.</summary>
    public long Done { get; set; }

    /// <summary>The offset that is offered next.</summary>
    public long Position { get; set; }

    public SimulatedLog? Owner { get; set; }

    /// <summary>
    /// Grows whenever the partition changes its reader; offers planned for an earlier reader are void.
    /// </summary>
    public long Term { get; set; }

    /// <summary>Whether an offer is planned.</summary>
    public bool IsOffering { get; set; }
}
