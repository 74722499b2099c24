using Cartwright.Admin.Nodes;
using Cartwright.Admin.Ports;
using Cartwright.Web.Access;
using Cartwright.Web.Tls;
using Microsoft.AspNetCore.Builder;

namespace Cartwright.Web.Admin;

/// <summary>What an admin address serves, and where.</summary>
public sealed record AdminOptions
{
    /// <summary>The most connections to it at once, each with a file descriptor.</summary>
    public const int ConnectionsMax = 256;

    /// <summary>Where to listen; port 0 takes a free one.</summary>
    public required string Url { get; init; }

    /// <summary>The certificates of an address that begins with <c>https://</c>; null for plain HTTP.</summary>
    public ProcessTls? Tls { get; init; }

    /// <summary>The shop, as far as this process knows it.</summary>
    public required IShopAdmin Shop { get; init; }

    /// <summary>Reports on this process alone.</summary>
    public required Func<CancellationToken, Task<NodeReport>> ReadNodeAsync { get; init; }

    /// <summary>Reads the rows of an attempt; null at a process without services, which has none.</summary>
    public AttemptReading? ReadAttemptAsync { get; init; }

    /// <summary>Reads the metrics of this process as a Prometheus scrapes them; null where there are none.</summary>
    public Func<string>? ReadMetrics { get; init; }

    /// <summary>Adds the services that pages need; null without pages.</summary>
    public Action<WebApplicationBuilder>? AddPages { get; init; }

    /// <summary>
    /// Maps the pages beside <c>/admin</c>, <c>/openapi</c>, <c>/healthz</c>, and has each declared with the function
    /// that it is given; null without pages.
    /// </summary>
    public Action<WebApplication, Action<IEndpointConventionBuilder>>? MapPages { get; init; }

    /// <summary>The callers that it knows. Default: it asks for no credentials.</summary>
    public AccessControl Access { get; init; } = AccessControl.Open;
}
