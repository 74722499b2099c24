using Cartwright.Kernel;

namespace Cartwright.Kafka;

/// <summary>The names of a shop's topics. A group has the name of the inbox that it reads.</summary>
/// <param name="prefix">The common beginning.</param>
internal sealed class TopicNames(string prefix)
{
    /// <summary>The topic of public events.</summary>
    public string Events { get; } = $"{prefix}.order.events.v1";

    /// <summary>The topic that records the owner of the log.</summary>
    public string Shop { get; } = $"{prefix}.shop.v1";

    /// <summary>The topic of a service's inbox.</summary>
    public string InboxOf(Role role) => $"{prefix}.{role.Name}.inbox.v1";

    /// <summary>The topic of a service's inbox, or that of public events where the service is null.</summary>
    public string TopicOf(Role? inbox) => inbox is { } role ? InboxOf(role) : Events;
}
