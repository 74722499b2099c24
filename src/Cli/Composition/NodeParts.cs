using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Cli.Composition;

/// <summary>The parts of a serving node that its admin address looks at, by service.</summary>
/// <param name="Nodes">The node of each service; services in one database share one.</param>
/// <param name="Databases">How the tables of each are opened; services in one database share a value.</param>
/// <param name="DatabaseNames">How the database of each is called, without a password.</param>
/// <param name="Lag">Measures how far the inboxes are behind; null without a log.</param>
internal sealed record NodeParts(
    IReadOnlyDictionary<Role, ShopNode> Nodes,
    IReadOnlyDictionary<Role, Func<IDatabaseView>> Databases,
    IReadOnlyDictionary<Role, string> DatabaseNames,
    IInboxLag? Lag);
