using Cartwright.Kernel;

namespace Cartwright.Shop;

/// <summary>
/// One service of the shop, with everything about it that does not follow from its name: settings, topics, databases,
/// their migrations and the attribute of its metrics carry the name.
/// </summary>
/// <param name="Service">Its rules and its tables.</param>
/// <param name="PathPrefix">
/// The first part of the paths of its endpoints, without slashes: a node maps them under it, and the gateway forwards
/// by it.
/// </param>
/// <param name="Numbered">The table whose new rows get the numbers that the service hands out.</param>
/// <param name="Sends">The messages that it sends to other services, by their receivers.</param>
public sealed record ServiceDefinition(
    IService Service, string PathPrefix, Table Numbered, IReadOnlyDictionary<Role, IReadOnlyList<Type>> Sends)
{
    /// <summary>The name.</summary>
    public Role Role => Service.Role;

    /// <summary>The services that receive them: it writes to their inboxes.</summary>
    public IReadOnlyList<Role> SendsTo { get; } = [.. Sends.Keys];

    /// <summary>Whether it publishes events.</summary>
    public bool PublishesEvents { get; init; }

    /// <summary>Whether it sends this message.</summary>
    public bool MaySend(Type message) => Sends.Values.Any(messages => messages.Contains(message));
}
