using Cartwright.Lab.Http;

namespace Cartwright.Lab.Load;

/// <summary>The options of `cartwright load`.</summary>
internal sealed record LoadOptions
{
    public required ServerAddress Address { get; init; }

    public required Workload Workload { get; init; }

    /// <summary>Closed loop: so many connections, each with one checkout in flight. Unused with a rate.</summary>
    public required int Connections { get; init; }

    /// <summary>Open loop: so many checkouts a second, however slow the answers are; null for a closed loop.</summary>
    public required double? RatePerSecond { get; init; }

    /// <summary>True for exponentially distributed gaps between arrivals, false for equal ones.</summary>
    public required bool PoissonArrivals { get; init; }

    public required int Seconds { get; init; }

    public required int WarmupSeconds { get; init; }

    /// <summary>Processes to read the CPU time of, before and after measuring.</summary>
    public required IReadOnlyList<int> CpuOf { get; init; }

    public required int Orders { get; init; }

    public required int Items { get; init; }

    public required int Users { get; init; }

    public required int Seed { get; init; }

    public required bool Json { get; init; }

    /// <summary>Ask an endpoint that does nothing, to measure the cost of the generator itself.</summary>
    public required bool Null { get; init; }
}
