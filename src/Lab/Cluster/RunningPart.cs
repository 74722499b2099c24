using System.Diagnostics;
using Cartwright.CommandLine.Clusters;
using Cartwright.Lab.Processes;

namespace Cartwright.Lab.Cluster;

/// <summary>A part and its process, kept running until it is stopped.</summary>
internal sealed class RunningPart(Part part, string logFile, ClusterOptions options)
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(20);

    // Reading the CPU time of all processes costs more than asking for readiness.
    private const int LooksToJudge = 10;

    private static readonly TimeSpan ReadyPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan RestartPause = TimeSpan.FromMilliseconds(300);

    private readonly Lock _lock = new();
    private Process? _process;
    private volatile bool _isWanted;
    private volatile int _ends;

    public Part Part => part;

    public string LogFile => logFile;

    /// <summary>The process's number; null while there is none.</summary>
    public int? Pid
    {
        get
        {
            lock (_lock)
            {
                return _process is { HasExited: false } running ? running.Id : null;
            }
        }
    }

    /// <summary>How often it has been started again.</summary>
    public int Restarts { get; private set; }

    /// <summary>Starts it, and waits until it is ready.</summary>
    /// <exception cref="ClusterFault">It did not become ready.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        // Also over the work before and after, which asks programs and servers that may hang.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(options.StartTimeout);
        try
        {
            await BecomeReadyAsync(limit.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw GivenUp(StartPatience.Over(options.StartTimeout));
        }
    }

    private async Task BecomeReadyAsync(CancellationToken cancellation)
    {
        await part.PrepareAsync(cancellation);
        _isWanted = true;
        Launch(_process);
        var patience = new StartPatience(options.StartTimeout, TimeProvider.System);
        var ends = _ends;
        for (var looks = 1; !await part.IsReadyAsync(cancellation); looks++)
        {
            if (looks % LooksToJudge == 0 && patience.Judge(Signs(_ends - ends)) is { } why)
            {
                throw GivenUp(why);
            }

            await Task.Delay(ReadyPause, cancellation);
        }

        await part.FinishAsync(cancellation);
    }

    private ClusterFault GivenUp(string why) =>
        new($"{part.Name} did not start: {why}. The end of {logFile}:\n{LogTail.TailOf(logFile)}");

    /// <summary>Asks it to end, and ends it where it does not.</summary>
    public async Task StopAsync()
    {
        Process? process;
        lock (_lock)
        {
            _isWanted = false;
            process = _process;
        }

        if (process is { HasExited: false })
        {
            await EndAsync(process);
        }

        // Any process that it has left beside itself.
        Signals.SendSignal(Processes(), Signals.KillNow);
    }

    /// <summary>Ends it at once, as a crash would; the supervisor starts it again.</summary>
    public void Kill() => Signals.SendSignal(Processes(), Signals.KillNow);

    /// <summary>Ends it at once, and leaves it down until it is started.</summary>
    public void Lose()
    {
        lock (_lock)
        {
            _isWanted = false;
        }

        Kill();
    }

    private async Task EndAsync(Process process)
    {
        Signals.SendSignal(process.Id, part.Role == "postgres" ? Signals.Interrupt : Signals.Terminate);
        using var patience = new CancellationTokenSource(StopPatience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            Signals.SendSignal(process.Id, Signals.KillNow);
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    private StartSigns Signs(int ends)
    {
        var pid = Pid;
        var log = new FileInfo(logFile);
        return new StartSigns(
            IsAlive: pid is not null || options.Restarts,
            ends,
            log.Exists ? log.Length : 0,
            pid is { } own && ProcessReading.ReadFamily(own) is { } reading ? reading.Cpu : TimeSpan.Zero);
    }

    // Its own process first: it would restart its own children.
    private IReadOnlyList<int> Processes()
    {
        List<int> own = [.. new[] { Pid, part.Server?.PostmasterPid() }.OfType<int>()];
        return part.Server is null ? own : ProcessTree.DescendantsOf(own);
    }

    // False where another caller has been faster.
    private bool Launch(Process? last)
    {
        lock (_lock)
        {
            if (!_isWanted || _process != last || _process is { HasExited: false })
            {
                return false;
            }

            var process = new Process { StartInfo = part.StartInfo(logFile), EnableRaisingEvents = true };
            process.Exited += (_, _) => _ = RestartAsync(process);
            process.Start();
            process.StandardInput.Close();
            _process = process;
            return true;
        }
    }

    // A stopped process may be replaced before its end is noticed: that is no restart.
    private async Task RestartAsync(Process ended)
    {
        Interlocked.Increment(ref _ends);
        await Task.Delay(RestartPause);
        if (options.Restarts && _isWanted && Launch(ended))
        {
            Restarts++;
        }
    }
}
