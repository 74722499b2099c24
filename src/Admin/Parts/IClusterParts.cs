namespace Cartwright.Admin.Parts;

/// <summary>The processes of a local cluster, through its supervisor.</summary>
public interface IClusterParts
{
    /// <summary>Every process of the cluster, databases and brokers included.</summary>
    /// <exception cref="AdminFault">The supervisor does not answer.</exception>
    Task<IReadOnlyList<PartReport>> ReadPartsAsync(CancellationToken cancellation);

    /// <summary>Does something to one process.</summary>
    /// <exception cref="AdminFault">The supervisor does not answer, or cannot do it; the message names why.</exception>
    Task ActAsync(string part, PartAction action, OperatorAction why, CancellationToken cancellation);
}
