namespace Cartwright.ClusterFaults;

/// <summary>
/// The longest time from a fault to the first sale that was requested after it. These bounds tell a recovery from a
/// hang on any machine, also on one that computes something else meanwhile. The output of each test has the time
/// itself, and bench/results/2026-11-29-tests.md the times on a machine that did nothing else.
/// </summary>
internal static class SaleMax
{
    /// <summary>The gateway, or a database: it only has to start again.</summary>
    public static readonly TimeSpan Restarted = TimeSpan.FromSeconds(60);

    /// <summary>A node: its partitions have to be assigned to it again, or to another one.</summary>
    public static readonly TimeSpan Node = TimeSpan.FromSeconds(60);

    /// <summary>
    /// A broker: the groups have to find its successor, or the broker itself once its Java has started again.
    /// </summary>
    public static readonly TimeSpan Broker = TimeSpan.FromSeconds(120);

    /// <summary>A node that was frozen for 14 s, or a database server that another one has to replace.</summary>
    public static readonly TimeSpan Frozen = TimeSpan.FromSeconds(90);
}
