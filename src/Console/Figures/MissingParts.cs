using Cartwright.Admin.Nodes;

namespace Cartwright.AdminConsole.Figures;

/// <summary>
/// The services, or the nodes, that gave no answer for the figures of the whole shop. Each figure is of those that
/// answered, and names the others.
/// </summary>
internal sealed record MissingParts
{
    private const string OrderService = "order";

    /// <summary>The nodes without which the checkouts are counted.</summary>
    public IReadOnlyList<string> Checkouts { get; private init; } = [];

    /// <summary>The services of which the oldest unfinished work is unknown.</summary>
    public IReadOnlyList<string> Unfinished { get; private init; } = [];

    /// <summary>The services of which the parked messages are not counted.</summary>
    public IReadOnlyList<string> Parked { get; private init; } = [];

    /// <summary>The services of which the age of the outbox is unknown.</summary>
    public IReadOnlyList<string> Outbox { get; private init; } = [];

    /// <summary>The services of which the lag is not known, or only in part.</summary>
    public IReadOnlyList<string> Lag { get; private init; } = [];

    public static MissingParts Of(IReadOnlyList<NodeReport> nodes)
    {
        var silent = nodes.SelectMany(node => node.Silent ?? []).Distinct().ToList();
        var services = nodes.SelectMany(node => node.Services).GroupBy(service => service.Service).ToList();
        return new MissingParts
        {
            Checkouts = [.. nodes.Where(IsMissingInCheckouts).Select(node => node.Name)],
            Unfinished = SilentOr(service => service.All(node => node.Unfinished is null)),
            Parked = SilentOr(service => service.All(node => node.Parked is null)),
            Outbox = SilentOr(_ => false),
            Lag = SilentOr(HasUnknownLag),
        };

        IReadOnlyList<string> SilentOr(Func<IEnumerable<ServiceReport>, bool> isUnknown) =>
            [.. silent.Union(services.Where(service => isUnknown(service)).Select(service => service.Key))];
    }

    // A node that does not answer has no kind. Its roles are known if it ever answered.
    private static bool IsMissingInCheckouts(NodeReport node) =>
        node is { Kind: null, IsReady: false } && node.Roles?.Contains(OrderService) is not false;

    private static bool HasUnknownLag(IEnumerable<ServiceReport> service)
    {
        var partitions = service.SelectMany(node => node.Partitions).ToList();
        return partitions.Count == 0 || partitions.Exists(partition => partition.Lag is null);
    }
}
