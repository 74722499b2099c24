using Cartwright.CommandLine;
using Cartwright.Lab.Http;
using Cartwright.Lab.Shop;

namespace Cartwright.Lab.Load;

/// <summary>Prepares a shop, warms it up, measures, verifies the books, reports.</summary>
internal sealed class LoadRun(LoadOptions options)
{
    // Orders that are made one by one take a while; so many more of them are made for warming up.
    private const int WarmupOneIn = 5;
    private const int NullRequests = 5_000_000;
    private const double LateShareMax = 0.02;

    private readonly ProgressLine _progress = new("load");
    private readonly List<string> _notes = [];

    public async Task<int> RunLoadAsync(CancellationToken stop)
    {
        try
        {
            var report = options.Null ? await MeasureNullAsync(stop) : await MeasureShopAsync(stop);
            ReportWriter.WriteReport(report, options.Json);
            return report.Verified == false ? CommandLineRun.Failure : CommandLineRun.Success;
        }
        catch (Exception fault) when (fault is HttpFault or ShopFault)
        {
            _progress.WriteLine(fault.Message);
            return CommandLineRun.Failure;
        }
        catch (OperationCanceledException)
        {
            _progress.WriteLine("stopped before anything was measured");
            return CommandLineRun.Interrupted;
        }
    }

    private async Task<LoadReport> MeasureShopAsync(CancellationToken stop)
    {
        // A process that is not there should not be found out after minutes of preparing.
        _ = new CpuMeter(options.CpuOf);
        var orders = await PrepareShopAsync(stop);
        var meter = new CpuMeter(options.CpuOf);
        var requests = Requests.CheckoutsOf(orders);
        var result = await new Phase(options, _progress).RunPhaseAsync("measuring", requests, options.Seconds, stop);
        var use = meter.ReadUse(result.Score.CountOf(OrderOutcome.Committed));
        AddNotes(result, stop);
        var (verified, findings) = await new Verification(options, _progress)
            .VerifyLoadAsync(orders, result.Score.Outcomes, stop);
        _notes.AddRange(findings);
        return Summary.CreateReport(options, result, use, verified, _notes);
    }

    private async Task<LoadReport> MeasureNullAsync(CancellationToken stop)
    {
        var phase = new Phase(options, _progress);
        await phase.RunPhaseAsync("warming up", NewRequests(), options.WarmupSeconds, stop);
        var meter = new CpuMeter(options.CpuOf);
        var result = await phase.RunPhaseAsync("measuring", NewRequests(), options.Seconds, stop);
        var use = meter.ReadUse(result.Score.CountOf(OrderOutcome.Committed));
        AddNotes(result, stop);
        _notes.Add("an endpoint that does nothing was asked: the figures show what the generator itself costs");
        return Summary.CreateReport(options, result, use, verified: null, _notes);

        Requests NewRequests() => Requests.Null(NullRequests);
    }

    /// <summary>Returns the fresh orders to measure with, after the shop has been warmed up with others.</summary>
    private async Task<IReadOnlyList<string>> PrepareShopAsync(CancellationToken stop)
    {
        var builder = new ShopBuilder(options, _progress);
        if (options.WarmupSeconds > 0)
        {
            var isBulk = options.Workload.ItemPicker is null;
            var count = isBulk ? options.Orders : Math.Max(options.Orders / WarmupOneIn, 1);
            var warmup = await builder.BuildShopAsync(count, options.Seed + 1, stop);
            var requests = Requests.CheckoutsOf(warmup);
            await new Phase(options, _progress).RunPhaseAsync("warming up", requests, options.WarmupSeconds, stop);
            stop.ThrowIfCancellationRequested();
        }

        return await builder.BuildShopAsync(options.Orders, options.Seed, stop);
    }

    private void AddNotes(PhaseResult result, CancellationToken stop)
    {
        if (stop.IsCancellationRequested)
        {
            _notes.Add("stopped by hand before the time was up");
        }

        if (result.RanOut)
        {
            _notes.Add($"ended after {result.Sending.TotalSeconds:F2} s of {options.Seconds} s: "
                + $"all {result.Score.Outcomes.Count} fresh orders were used (see --orders)");
        }

        var waiting = result.Elapsed - result.Sending;
        if (waiting > result.Elapsed * LateShareMax)
        {
            _notes.Add($"the last outcome was known {waiting.TotalSeconds:F2} s after the last answer; "
                + "that time is part of the seconds");
        }

        if (result.Unsent > 0)
        {
            _notes.Add($"the shop did not keep up: {result.Unsent} requests were due and never sent; "
                + "their waiting is part of the latencies");
        }

        if (result.Score.FirstFailure is { } failure)
        {
            _notes.Add($"the first failure: {failure}");
        }
    }
}
