using Cartwright.Admin.Nodes;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Admin.Local;

/// <summary>The process that an admin address belongs to.</summary>
public sealed record LocalNode
{
    /// <summary>Its <c>node-name</c>, or its public address where it has no name.</summary>
    public required string Name { get; init; }

    /// <summary><c>embedded</c> or <c>service</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Its public address.</summary>
    public required string Url { get; init; }

    /// <summary>Its admin address; null before that listens.</summary>
    public Func<string?> AdminUrl { get; init; } = () => null;

    /// <summary>The version of the program.</summary>
    public required string Version { get; init; }

    /// <summary>When it began to serve, in milliseconds since 1970.</summary>
    public required long StartedAt { get; init; }

    /// <summary>Its settings that differ from their defaults.</summary>
    public required IReadOnlyList<SettingReport> Settings { get; init; }

    /// <summary>The node of each of its services; services in one database share one.</summary>
    public required IReadOnlyDictionary<Role, ShopNode> Nodes { get; init; }

    /// <summary>How each database is called, without a password: a host, a port and a name, or a file.</summary>
    public required IReadOnlyDictionary<Role, string> DatabaseNames { get; init; }

    /// <summary>Measures how far the process is behind in its inboxes; null without a log.</summary>
    public IInboxLag? Lag { get; init; }

    /// <summary>How the tables of each of its services are opened; services in one database share a value.</summary>
    public required IReadOnlyDictionary<Role, Func<IDatabaseView>> Databases { get; init; }
}
