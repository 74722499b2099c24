namespace Cartwright.Lab.Load;

/// <summary>Turns the counts into the figures of the report.</summary>
internal static class Summary
{
    public static LoadReport CreateReport(
        LoadOptions options, PhaseResult result, IReadOnlyList<ProcessUse>? use, bool? verified,
        IReadOnlyList<string> notes)
    {
        var score = result.Score;
        var committed = score.CountOf(OrderOutcome.Committed);
        var seconds = result.Elapsed.TotalSeconds;
        var isOpen = options.RatePerSecond is not null;
        double? cpuSeconds = use is { Count: > 0 } ? use.Sum(process => process.CpuSeconds) : null;
        return new LoadReport
        {
            Workload = options.Null ? "null" : options.Workload.Name,
            Loop = isOpen ? "open" : "closed",
            Connections = isOpen ? null : options.Connections,
            Rate = options.RatePerSecond,
            Orders = options.Orders,
            Items = options.Items,
            Users = options.Users,
            Committed = committed,
            Refused = score.CountOf(OrderOutcome.Rejected),
            Shed = score.CountOf(OrderOutcome.Shed),
            Failed = score.CountOf(OrderOutcome.Failed),
            Processing = score.AnsweredProcessing,
            Unsent = result.Unsent,
            Seconds = Math.Round(seconds, 3),
            PerSecond = Math.Round(committed / seconds, 1),
            P50Ms = score.LatencyMs(50),
            P99Ms = score.LatencyMs(99),
            P999Ms = score.LatencyMs(99.9),
            MaxMs = score.LatencyMs(100),
            CpuUsPerCheckout = committed > 0 ? Rounded(cpuSeconds * 1_000_000 / committed) : null,
            M = cpuSeconds > 0 ? Rounded(committed / cpuSeconds) : null,
            GeneratorUsPerRequest = Math.Round(result.OwnCpu.TotalMicroseconds / Math.Max(result.Sent, 1), 2),
            Processes = use ?? [],
            Verified = verified,
            Notes = use is null ? [.. notes, "a watched process ended while measuring: no CPU time"] : notes,
        };
    }

    private static double? Rounded(double? value) => value is { } number ? Math.Round(number, 2) : null;
}
