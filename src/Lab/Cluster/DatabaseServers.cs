namespace Cartwright.Lab.Cluster;

/// <summary>On which servers the three databases lie.</summary>
internal enum DatabaseServers
{
    /// <summary>Each on one of its own.</summary>
    PerService,

    /// <summary>All on one.</summary>
    Shared,

    /// <summary>All on each of three, one of which may be lost.</summary>
    Replicated,
}
