using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Simulation.Stores;

/// <summary>One row that a commit changed; null if it was missing.</summary>
public readonly record struct CommittedRow(Key Key, object? Before, object? After);

/// <summary>Sees every commit of a simulated database, at the moment at which it becomes visible.</summary>
public interface IDatabaseObserver
{
    void Committed(SimulatedDatabase database, IReadOnlyList<CommittedRow> rows, WriteSet writes);

    /// <summary>A CHECK of the database has stopped a write.</summary>
    void Refused(SimulatedDatabase database, string why);
}
