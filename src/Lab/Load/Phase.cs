using System.Diagnostics;
using Cartwright.CommandLine;
using Cartwright.Lab.Http;

namespace Cartwright.Lab.Load;

/// <summary>Sends requests for a time, in a closed or an open loop, and waits until every outcome is known.</summary>
internal sealed class Phase(LoadOptions options, ProgressLine progress)
{
    // An open loop needs as many connections as requests can be in flight; beyond this they wait in line.
    private const int OpenConnectionsMax = 1024;
    private const int ConnectTimeoutMs = 5000;

    private static readonly TimeSpan _progressPeriod = TimeSpan.FromSeconds(1);

    public async Task<PhaseResult> RunPhaseAsync(string name, Requests requests, int seconds, CancellationToken stop)
    {
        var score = new Scoreboard(requests.Count);
        using var settler = new Settler(options.Address, requests, score);
        var connections = await OpenConnectionsAsync();
        try
        {
            var ownBefore = Environment.CpuUsage.TotalTime;
            var start = Stopwatch.GetTimestamp();
            var end = start + (seconds * Stopwatch.Frequency);
            var pace = CreatePace(start, end, requests.Count, stop);
            var senders = connections.Select(connection => new Sender(
                connection, pace, requests, options.Null ? Answers.JudgeNull : Answers.OutcomeOf, score, settler));
            var sending = Task.WhenAll(senders.Select(sender => sender.SendAllAsync()).ToArray());
            (pace as OpenPace)?.Start();
            await ShowProgressAsync(name, score, start, sending);
            var sendingTime = Stopwatch.GetElapsedTime(start);
            await ShowProgressAsync($"{name}, waiting for outcomes", score, start, settler.DrainAsync());
            var unsent = NoteUnsent(pace as OpenPace, score, end);
            return new PhaseResult
            {
                Score = score,
                Elapsed = Stopwatch.GetElapsedTime(start),
                Sending = sendingTime,
                Unsent = unsent,
                RanOut = !requests.AreLeft && sendingTime.TotalSeconds < seconds && !stop.IsCancellationRequested,
                OwnCpu = Environment.CpuUsage.TotalTime - ownBefore,
            };
        }
        finally
        {
            Array.ForEach(connections, connection => connection.Dispose());
        }
    }

    private IPace CreatePace(long start, long end, int arrivalsMax, CancellationToken stop)
    {
        if (options.RatePerSecond is not { } rate)
        {
            return new ClosedPace(end, stop);
        }

        var schedule = new ArrivalSchedule(start, rate, options.PoissonArrivals, new Random(options.Seed));
        return new OpenPace(schedule, end, arrivalsMax, stop);
    }

    /// <summary>
    /// A closed loop connects before its clock starts. An open loop connects when it needs to: most of its
    /// connections are for bad times only.
    /// </summary>
    private async Task<HttpConnection[]> OpenConnectionsAsync()
    {
        var count = options.RatePerSecond is null ? options.Connections : OpenConnectionsMax;
        var connections = new HttpConnection[count];
        for (var i = 0; i < count; i++)
        {
            connections[i] = new HttpConnection(options.Address);
        }

        var ahead = options.RatePerSecond is null ? connections : connections[..1];
        await Task.WhenAll(ahead.Select(connection => connection.OpenAsync(ConnectTimeoutMs)));
        return connections;
    }

    private async Task ShowProgressAsync(string name, Scoreboard score, long start, Task work)
    {
        using var timer = new PeriodicTimer(_progressPeriod);
        while (!work.IsCompleted)
        {
            await Task.WhenAny(work, timer.WaitForNextTickAsync().AsTask());
            if (!work.IsCompleted)
            {
                progress.ShowProgress(() => Describe(name, score, start));
            }
        }

        await work;
    }

    private static string Describe(string name, Scoreboard score, long start)
    {
        var elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var committed = score.CountOf(OrderOutcome.Committed);
        return $"{name} {elapsed:F0} s: {committed} committed ({committed / elapsed:F0}/s), "
            + $"{score.CountOf(OrderOutcome.Rejected)} refused, {score.CountOf(OrderOutcome.Shed)} shed, "
            + $"{score.CountOf(OrderOutcome.Failed)} failed, {score.CountOf(OrderOutcome.Processing)} processing";
    }

    /// <summary>
    /// Leaving out the unsent requests would hide the worst waiting; each counts as having waited until the end.
    /// </summary>
    private static int NoteUnsent(OpenPace? pace, Scoreboard score, long end)
    {
        foreach (var intended in pace?.Unsent ?? [])
        {
            score.RecordLatency(intended, Math.Max(intended, end));
        }

        return pace?.Unsent.Count ?? 0;
    }
}
