namespace Cartwright.Lab.Cluster;

/// <summary>
/// The options of `cluster up`. They are kept in the cluster's directory, so that a later start is the same.
/// </summary>
internal sealed record ClusterOptions
{
    public required string Directory { get; init; }

    public required string Url { get; init; }

    public required string Reply { get; init; }

    /// <summary>The number of nodes of each service.</summary>
    public IReadOnlyDictionary<string, int> Nodes { get; init; } =
        ClusterPlan.Services.ToDictionary(service => service, _ => 1);

    public int Brokers { get; init; } = 1;

    public DatabaseServers Servers { get; init; }

    /// <summary>How long a part may take until it is ready.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Whether a process that dies is started again.</summary>
    public bool Restarts { get; init; } = true;
}
