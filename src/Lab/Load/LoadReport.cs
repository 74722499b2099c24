namespace Cartwright.Lab.Load;

/// <summary>The result of a run; its JSON form is for other programs (names in snake case).</summary>
internal sealed record LoadReport
{
    public required string Workload { get; init; }

    /// <summary>"closed" or "open".</summary>
    public required string Loop { get; init; }

    public required int? Connections { get; init; }

    public required double? Rate { get; init; }

    public required int Orders { get; init; }

    public required int Items { get; init; }

    public required int Users { get; init; }

    public required int Committed { get; init; }

    public required int Refused { get; init; }

    public required int Shed { get; init; }

    public required int Failed { get; init; }

    /// <summary>Answered "still processing" first; each is part of another count as well, by its outcome.</summary>
    public required int Processing { get; init; }

    /// <summary>Due in an open loop, but never sent.</summary>
    public required int Unsent { get; init; }

    /// <summary>From the first request until the last outcome was known.</summary>
    public required double Seconds { get; init; }

    public required double PerSecond { get; init; }

    public required double? P50Ms { get; init; }

    public required double? P99Ms { get; init; }

    public required double? P999Ms { get; init; }

    public required double? MaxMs { get; init; }

    public required double? CpuUsPerCheckout { get; init; }

    /// <summary>Committed checkouts per CPU-second of the watched processes.</summary>
    public required double? M { get; init; }

    /// <summary>CPU time of the generator itself per request.</summary>
    public required double GeneratorUsPerRequest { get; init; }

    public required IReadOnlyList<ProcessUse> Processes { get; init; }

    /// <summary>The shop's books agree with the answers to the clients; null where there are no books.</summary>
    public required bool? Verified { get; init; }

    /// <summary>Notes that a reader of the figures needs.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}
