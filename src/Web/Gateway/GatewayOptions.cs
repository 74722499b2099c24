using Cartwright.Domain;

namespace Cartwright.Web.Gateway;

/// <summary>Which nodes stand behind the gateway, and its bounds.</summary>
public sealed record GatewayOptions
{
    /// <summary>Where to listen.</summary>
    public required string Url { get; init; }

    /// <summary>The addresses of each service's nodes.</summary>
    public required IReadOnlyDictionary<Role, IReadOnlyList<string>> Nodes { get; init; }

    /// <summary>
    /// How long a request may be silent, in seconds: longer than the longest wait for an outcome, and than a node's
    /// pause between two heartbeats of an event stream. Default: 150.
    /// </summary>
    public int RequestSecondsMax { get; init; } = 150;

    /// <summary>How often each node is asked whether it is ready, in seconds. Default: 1.</summary>
    public int ProbeSeconds { get; init; } = 1;

    /// <summary>How often a request is tried on another node where that is safe. Default: 3.</summary>
    public int TriesMax { get; init; } = 3;
}
