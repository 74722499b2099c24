namespace Cartwright.ClusterFaults;

/// <summary>
/// How long after a fault the first sale may come that was asked for after it: twice to three times what was measured
/// on a slow machine (bench/results/2026-11-29-tests.md), because machines for tests are of many kinds.
/// </summary>
internal static class SaleMax
{
    /// <summary>Nothing that a checkout needs was lost.</summary>
    public static readonly TimeSpan Undisturbed = TimeSpan.FromSeconds(5);

    /// <summary>The gateway, or a database: it only has to start again.</summary>
    public static readonly TimeSpan Restarted = TimeSpan.FromSeconds(15);

    /// <summary>A node, whose partitions have to be given to it again, or to another one.</summary>
    public static readonly TimeSpan Node = TimeSpan.FromSeconds(20);

    /// <summary>A broker: the groups have to find its successor, or itself, once its Java has started again.</summary>
    public static readonly TimeSpan Broker = TimeSpan.FromSeconds(60);

    /// <summary>A node that stood still for 14 s, or a database server that another one has to succeed.</summary>
    public static readonly TimeSpan Frozen = TimeSpan.FromSeconds(35);
}
