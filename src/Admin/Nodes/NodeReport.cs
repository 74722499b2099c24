namespace Cartwright.Admin.Nodes;

/// <summary>One process of the shop.</summary>
public sealed record NodeReport
{
    /// <summary>Its <c>node-name</c>; its admin address where it does not answer.</summary>
    public required string Name { get; init; }

    /// <summary><c>embedded</c>, <c>service</c> or <c>gateway</c>; null where it does not answer.</summary>
    public string? Kind { get; init; }

    /// <summary>Its public address; null where it does not answer.</summary>
    public string? Url { get; init; }

    /// <summary>Its admin address.</summary>
    public string? AdminUrl { get; init; }

    public string? Version { get; init; }

    /// <summary>The names of its services; null at a gateway, and where it does not answer.</summary>
    public IReadOnlyList<string>? Roles { get; init; }

    public long? StartedAt { get; init; }

    public required bool IsReady { get; init; }

    /// <summary>Why it is not ready; null where it is.</summary>
    public string? Trouble { get; init; }

    /// <summary>Gateway: the services of which no node answers; null elsewhere.</summary>
    public IReadOnlyList<string>? Silent { get; init; }

    /// <summary>Its settings that differ from their defaults. The value of a secret is never among them.</summary>
    public IReadOnlyList<SettingReport> Settings { get; init; } = [];

    /// <summary>Each of its services; empty at a gateway.</summary>
    public IReadOnlyList<ServiceReport> Services { get; init; } = [];

    /// <summary>Counters since its start; null at a gateway, and where it does not answer.</summary>
    public CheckoutFigures? Checkouts { get; init; }
}
