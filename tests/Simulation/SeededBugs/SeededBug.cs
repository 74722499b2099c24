using Cartwright.Simulation.Cluster;

namespace Cartwright.Simulation.SeededBugs;

/// <summary>A plausible mistake, as a part between the engine and its world.</summary>
/// <param name="Name">The mistake.</param>
/// <param name="Wiring">The wiring with the mistake.</param>
internal sealed record SeededBug(string Name, Wiring Wiring)
{
    public override string ToString() => Name;
}
