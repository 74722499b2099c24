using Cartwright.Admin.Nodes;
using Cartwright.AdminConsole.Charts;
using Cartwright.AdminConsole.Figures;

namespace Cartwright.AdminConsole.Watching;

/// <summary>What all browsers show of the shop: the last reading, and the charts of the last minutes.</summary>
/// <param name="At">When the nodes were read last, in milliseconds since 1970; null before the first time.</param>
/// <param name="Nodes">All nodes that are known.</param>
/// <param name="Latest">The figures of the last reading.</param>
/// <param name="Charts">The charts, in the order of the page.</param>
/// <param name="Trouble">Why the last reading failed; null where it did not.</param>
internal sealed record WatchedShop(
    long? At, IReadOnlyList<NodeReport> Nodes, ShopSample? Latest, IReadOnlyList<Chart> Charts, string? Trouble)
{
    public static WatchedShop None { get; } = new(null, [], null, [], null);

    /// <summary>The services of which no node answers.</summary>
    public IReadOnlyList<string> Silent => [.. Nodes.SelectMany(node => node.Silent ?? []).Distinct()];
}
