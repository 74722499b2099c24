using Cartwright.AdminConsole.Figures;
using Cartwright.AdminConsole.Shown;

namespace Cartwright.AdminConsole.Charts;

/// <summary>The charts of the overview.</summary>
internal static class ShopCharts
{
    private const double GapSecondsMax = 3;

    // The oldest unfinished work is noted once it is stuck, as `saga list --stuck` has it.
    private const double StuckMs = 120_000;

    private static readonly ChartPlan[] _plans =
    [
        new("Checkouts a second", TopMin: 10, Amounts.RateText, _ => false, missing => missing.Checkouts,
            [("paid", sample => sample.Paid), ("not paid", sample => sample.Failed)]),
        new("Latency", TopMin: 10, Amounts.DurationText, _ => false, missing => missing.Checkouts,
            [("median", sample => sample.MedianMs), ("99 %", sample => sample.TailMs)]),
        new("In flight", TopMin: 10, Amounts.CountText, _ => false, missing => missing.Checkouts,
            [("", sample => sample.InFlight)]),
        new("Oldest unfinished", TopMin: 1_000, Amounts.DurationText, value => value >= StuckMs,
            missing => missing.Unfinished, [("", sample => sample.OldestMs)]),
        new("Shed a second", TopMin: 10, Amounts.RateText, value => value > 0, missing => missing.Checkouts,
            [("", sample => sample.Shed)]),
        new("Parked messages", TopMin: 10, Amounts.CountText, value => value > 0, missing => missing.Parked,
            [("", sample => sample.Parked)]),
        new("Age of the outbox", TopMin: 1_000, Amounts.DurationText, value => value >= 10_000,
            missing => missing.Outbox, [("", sample => sample.OutboxMs)]),
        new("Lag of the inboxes", TopMin: 10, Amounts.CountText, _ => false, missing => missing.Lag,
            [("", sample => sample.Lag)]),
    ];

    /// <param name="samples">The samples, the oldest first.</param>
    /// <param name="now">The time of the right edge, on the clock of the samples.</param>
    public static IReadOnlyList<Chart> ChartsOf(IReadOnlyList<ShopSample> samples, long now) =>
        [.. _plans.Select(plan => ChartOf(plan, samples, now))];

    private static Chart ChartOf(ChartPlan plan, IReadOnlyList<ShopSample> samples, long now)
    {
        var highest = plan.Lines.SelectMany(line => samples.Select(line.Value)).Max() ?? 0;
        var top = ChartGeometry.TopOf(highest, plan.TopMin);
        var lines = plan.Lines
            .Select(line => new ChartLine(
                line.Name,
                plan.TextOf(line.Value(samples[^1])),
                ChartGeometry.PathOf(
                    samples.Select(sample => ((now - sample.At) / 1_000.0, line.Value(sample))), top, GapSecondsMax)))
            .ToList();
        var missing = MissingTextOf(plan, samples[^1]);
        var values = string.Join(", ", lines.Select(line => $"{line.Name} {line.Now}".TrimStart()));
        return new Chart(
            plan.Title,
            lines,
            plan.TextOf(top),
            $"{plan.Title}, the last five minutes: now {values}{(missing is null ? "" : $" {missing}")}; the highest "
            + $"{plan.TextOf(highest)}.",
            plan.Lines.Any(line => line.Value(samples[^1]) is { } value && plan.IsNoted(value)),
            missing);
    }

    // An unknown value is shown as such, and needs no more words.
    private static string? MissingTextOf(ChartPlan plan, ShopSample sample)
    {
        var missing = plan.MissingOf(sample.Missing);
        return missing.Count > 0 && plan.Lines.Any(line => line.Value(sample) is not null)
            ? $"without {string.Join(", ", missing)}"
            : null;
    }

    private sealed record ChartPlan(
        string Title,
        double TopMin,
        Func<double?, string> TextOf,
        Func<double, bool> IsNoted,
        Func<MissingParts, IReadOnlyList<string>> MissingOf,
        (string Name, Func<ShopSample, double?> Value)[] Lines);
}
