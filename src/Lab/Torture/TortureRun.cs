using System.Diagnostics;
using System.Globalization;
using Cartwright.CommandLine;
using Cartwright.Lab.Cluster;
using Cartwright.Lab.Http;
using Cartwright.Lab.Shop;

namespace Cartwright.Lab.Torture;

/// <summary>Round after round until the time is over, or until something is wrong: then all stays as it is.</summary>
internal sealed class TortureRun(TortureOptions options)
{
    private static readonly TimeSpan FirstAuditPatience = TimeSpan.FromSeconds(60);
    private readonly TorturedCluster _cluster = new(options.Cluster);
    private readonly List<RoundVerdict> _verdicts = [];
    private readonly Dictionary<FaultKind, int> _faults = [];

    public async Task<int> RunRoundsAsync(CancellationToken stop)
    {
        Console.WriteLine(options.Repeat);
        var elapsed = Stopwatch.StartNew();
        try
        {
            await RunRoundsAsync(elapsed, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Console.WriteLine("Stopped before the time was over; the round under way was not judged.");
            PrintSummary(elapsed.Elapsed);
            return CommandLineRun.Interrupted;
        }
        catch (Exception fault) when (fault is HttpFault or ShopFault or AuditFault)
        {
            PrintSummary(elapsed.Elapsed);
            Console.WriteLine($"THE LAST ROUND COULD NOT BE JUDGED: {fault.Message}");
            return CommandLineRun.Failure;
        }

        PrintSummary(elapsed.Elapsed);
        return TortureVerdict.StatusOf(_verdicts);
    }

    private async Task RunRoundsAsync(Stopwatch elapsed, CancellationToken stop)
    {
        var schedule = new Schedule(options.Seed, options.Kinds, await _cluster.PartStatusAsync(stop));
        var address = await ClusterDirectory.GatewayAddressAsync(options.Cluster, stop);
        var before = await Audit.RunVerifyAsync(options.Cluster, FirstAuditPatience, stop);
        while (elapsed.Elapsed < TimeSpan.FromMinutes(options.Minutes) && _verdicts.Count != options.Rounds)
        {
            var faults = schedule.NextRound();
            Console.WriteLine($"{Time(elapsed.Elapsed)} round {_verdicts.Count + 1}: {string.Join("; ", faults)}");
            var verdict = await new TortureRound(_cluster, options.Cluster, address, before.Parked)
                .RunRoundAsync(faults, stop);
            _verdicts.Add(verdict);
            foreach (var fault in faults)
            {
                _faults[fault.Kind] = _faults.GetValueOrDefault(fault.Kind) + 1;
            }

            PrintVerdict(verdict, elapsed.Elapsed);
            if (verdict.Wrongs.Count > 0)
            {
                return;
            }
        }
    }

    private static void PrintVerdict(RoundVerdict verdict, TimeSpan at)
    {
        var sales = string.Join(", ", verdict.FirstSales.Select(sale => $"{Seconds(sale)} s"));
        var unserved = verdict.Unserved == 0 ? "" : $", {verdict.Unserved} calls not served within a minute";
        Console.WriteLine(verdict.Wrongs.Count == 0
            ? $"{Time(at)}   all true, {verdict.Orders} orders settled, books right, first sale after {sales}{unserved}"
            : $"{Time(at)}   WRONG, {verdict.Orders} orders, first sale after {sales}{unserved}");
        foreach (var wrong in verdict.Wrongs)
        {
            Console.WriteLine($"{Time(at)}   WRONG: {wrong}");
        }
    }

    private void PrintSummary(TimeSpan elapsed)
    {
        var sales = _verdicts.SelectMany(verdict => verdict.FirstSales).Order().ToList();
        var faults = string.Join(", ", _faults.OrderBy(pair => pair.Key)
            .Select(pair => $"{pair.Value} {FaultKinds.NameOf(pair.Key)}"));
        Console.WriteLine(
            $"{_verdicts.Count} rounds in {Time(elapsed)}, {_verdicts.Sum(verdict => verdict.Orders):N0} orders, "
            + $"faults: {(faults.Length > 0 ? faults : "none")}");
        if (sales.Count > 0)
        {
            Console.WriteLine(
                $"first sale after a fault: {Seconds(sales[sales.Count / 2])} s in the middle, "
                + $"{Seconds(sales[^1])} s at most");
        }

        Console.WriteLine(TortureVerdict.SentenceOf(_verdicts));
        Console.WriteLine(options.Repeat);
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture);

    private static string Time(TimeSpan time) => time.ToString(@"hh\:mm\:ss", CultureInfo.InvariantCulture);
}
