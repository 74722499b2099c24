using System.Diagnostics;
using Cartwright.Lab.Cluster;
using Cartwright.Lab.Processes;

namespace Cartwright.Lab.Torture;

/// <summary>Does faults to a running cluster, and waits until it is whole again.</summary>
internal sealed class TorturedCluster(string directory)
{
    private const int StopSignal = 19;
    private const int ContinueSignal = 18;
    private static readonly TimeSpan WholePatience = TimeSpan.FromSeconds(150);
    private static readonly TimeSpan LookPause = TimeSpan.FromMilliseconds(100);

    // Longer than the supervisor takes to restart a dead part.
    private static readonly TimeSpan RestartPatience = TimeSpan.FromSeconds(5);

    private readonly ClusterLayout _layout = new(directory);

    public Task<IReadOnlyList<PartStatus>> PartStatusAsync(CancellationToken stop) =>
        ClusterDirectory.PartStatusAsync(directory, stop);

    /// <summary>Makes a fault; it is over when this returns, but the broken part may still be on its way up.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="breaking">Called at the moment of the break.</param>
    /// <param name="stop">Ends it early; nothing stays frozen.</param>
    public async Task InjectFaultAsync(Fault fault, Action breaking, CancellationToken stop)
    {
        switch (fault.Kind)
        {
            case FaultKind.Kill or FaultKind.Pair:
                breaking();
                await Task.WhenAll(fault.Parts.Select(part => SendVerbAsync("kill", part, stop)));
                break;
            case FaultKind.Twice:
                breaking();
                await SendVerbAsync("kill", fault.Parts[0], stop);
                await Task.Delay(fault.Length, stop);
                await SendVerbAsync("kill", fault.Parts[0], stop);
                break;
            case FaultKind.Freeze:
                await FreezePartsAsync(fault, breaking, stop);
                break;
            case FaultKind.Stop:
                breaking();
                await SendVerbAsync("stop", fault.Parts[0], stop);
                await Task.Delay(fault.Length, stop);
                await SendVerbAsync("start", fault.Parts[0], stop);
                break;
            default:
                breaking();
                await RestartRollingAsync(fault, stop);
                break;
        }
    }

    /// <summary>Waits until every part is ready.</summary>
    /// <returns>The names of those that are not when the patience ends.</returns>
    public async Task<IReadOnlyList<string>> BecomeWholeAsync(CancellationToken stop)
    {
        var waiting = Stopwatch.StartNew();
        while (true)
        {
            var missing = (await PartStatusAsync(stop)).Where(part => !part.Ready).ToList();
            if (missing.Count == 0 || waiting.Elapsed > WholePatience)
            {
                return [.. missing.Select(part => part.Name)];
            }

            // A supervisor that restarts nothing needs the command.
            foreach (var dead in missing.Where(_ => waiting.Elapsed > RestartPatience).Where(IsStartable))
            {
                await SendVerbAsync("start", dead.Name, stop);
            }

            await Task.Delay(LookPause, stop);
        }

        static bool IsStartable(PartStatus part) => part is { Pid: null, Supervised: true };
    }

    private async Task FreezePartsAsync(Fault fault, Action breaking, CancellationToken stop)
    {
        var part = (await PartStatusAsync(stop)).Single(part => part.Name == fault.Parts[0]);
        if (part.Pid is not { } pid)
        {
            return;
        }

        breaking();
        Signals.SendSignal(pid, StopSignal);
        try
        {
            await Task.Delay(fault.Length, stop);
        }
        finally
        {
            Signals.SendSignal(pid, ContinueSignal);
        }
    }

    private async Task RestartRollingAsync(Fault fault, CancellationToken stop)
    {
        foreach (var part in fault.Parts)
        {
            await SendVerbAsync("stop", part, stop);
            await SendVerbAsync("start", part, stop);
        }
    }

    private async Task SendVerbAsync(string verb, string part, CancellationToken stop) =>
        await Control.SendCommandAsync(_layout, $"{verb} {part}", stop);
}
