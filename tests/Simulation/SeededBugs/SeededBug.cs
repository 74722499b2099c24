using Cartwright.Simulation.Cluster;

namespace Cartwright.Simulation.SeededBugs;

/// <summary>A mistake that somebody could make, as something put between the engine and its world.</summary>
/// <param name="Name">What is wrong.</param>
/// <param name="Wiring">Where it is put.</param>
internal sealed record SeededBug(string Name, Wiring Wiring)
{
    public override string ToString() => Name;
}
