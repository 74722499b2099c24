using Cartwright.Kernel;

namespace Cartwright.Exploration.SeededBugs;

/// <summary>Decides in place of a service, which it may call.</summary>
public delegate Decision Alteration(IService real, IRows rows, Message message, long now);

/// <summary> A plausible mistake in the protocol, put around the real services: production code has no switch for it. A
/// search or a simulation that does not find it does not check the rule that it claims to check. </summary>
/// <param name="Name">The mistake.</param>
/// <param name="Description">Its harm, in one sentence.</param>
/// <param name="Alterations">The services with the mistake, and how they are altered.</param>
public sealed record SeededBug(
    string Name,
    string Description,
    IReadOnlyDictionary<Role, Alteration> Alterations)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<SeededBug> All { get; } =
        [.. CheckoutBugs.All, .. OrderBugs.All, .. StockBugs.All, .. HoldBugs.All, .. AccountBugs.All];

    /// <summary>The service with the mistake, or the real one if the mistake is in another service.</summary>
    public IService Apply(IService real) =>
        Alterations.TryGetValue(real.Role, out var alteration) ? new AlteredService(real, alteration) : real;

    internal static SeededBug In(Role role, string name, string description, Alteration alteration) =>
        new(name, description, new Dictionary<Role, Alteration> { [role] = alteration });
}
