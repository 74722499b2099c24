namespace Cartwright.Simulation.Logs;

/// <summary>One partition: its records, up to where they are done, and who reads it.</summary>
internal sealed class LogPartition(int number)
{
    public int Number { get; } = number;

    public List<ReadOnlyMemory<byte>> Records { get; } = [];

    /// <summary>Everything before this offset is done.</summary>
    public long Done { get; set; }

    /// <summary>The offset that is offered next.</summary>
    public long Position { get; set; }

    public SimulatedLog? Owner { get; set; }

    /// <summary>Grows whenever the partition changes hands; what was planned for an older owner is void.</summary>
    public long Term { get; set; }

    /// <summary>Whether an offer is planned.</summary>
    public bool IsOffering { get; set; }
}
