namespace Cartwright.Lab.Cluster;

/// <summary>
/// The options of `cluster up`. They are kept in the cluster's directory, so that a later start is the same.
/// </summary>
internal sealed record ClusterOptions
{
    public required string Directory { get; init; }

    /// <summary>The address that was asked for; a secured cluster encrypts one of plain HTTP too.</summary>
    public required string AskedUrl { get; init; }

    /// <summary>Where the gateway listens.</summary>
    public string Url => GatewayUrl.SchemeFor(AskedUrl, IsSecured);

    public required string Reply { get; init; }

    /// <summary>The number of nodes of each service.</summary>
    public IReadOnlyDictionary<string, int> Nodes { get; init; } =
        ClusterPlan.Services.ToDictionary(service => service, _ => 1);

    public int Brokers { get; init; } = 1;

    public DatabaseServers Servers { get; init; }

    /// <summary>Whether all connections are encrypted and ask for credentials.</summary>
    public bool IsSecured { get; init; }

    /// <summary>Whether this start accepts a gateway in the clear that other machines can reach.</summary>
    public bool IsInsecure { get; init; }

    /// <summary>The mistake in the options together, as a sentence; null where there is none.</summary>
    public string? Mistake => GatewayExposure.MistakeIn(this);

    /// <summary>The protection that they give up, as a sentence; null where they give none up.</summary>
    public string? Warning => GatewayExposure.WarningOf(this);

    /// <summary>How long a part may take until it is ready.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Whether a process that dies is started again.</summary>
    public bool Restarts { get; init; } = true;
}
