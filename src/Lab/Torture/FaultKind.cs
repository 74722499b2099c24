namespace Cartwright.Lab.Torture;

/// <summary>The faults that can be made in the parts of a cluster.</summary>
internal enum FaultKind
{
    /// <summary>One part is killed.</summary>
    Kill,

    /// <summary>Two parts are killed at the same moment.</summary>
    Pair,

    /// <summary>A part is killed, and once more while it comes back.</summary>
    Twice,

    /// <summary>A node or a broker stands still for longer than its session lasts, and goes on.</summary>
    Freeze,

    /// <summary>A part is stopped, and started some seconds later.</summary>
    Stop,

    /// <summary>All nodes are stopped and started, one after the other.</summary>
    Rolling,
}

/// <summary>The faults' names on the command line and in the schedule.</summary>
internal static class FaultKinds
{
    public static IReadOnlyList<FaultKind> All { get; } = Enum.GetValues<FaultKind>();

    public static string NameOf(FaultKind kind) => kind.ToString().ToLowerInvariant();

    public static FaultKind? FindKind(string name) =>
        All.Cast<FaultKind?>().FirstOrDefault(kind => NameOf(kind!.Value) == name);
}
