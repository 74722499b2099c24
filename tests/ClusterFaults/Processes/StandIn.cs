using System.Diagnostics;
using System.Globalization;
using System.Text;
using Cartwright.Conformance.Servers;

namespace Cartwright.ClusterFaults.Processes;

/// <summary>
/// A node that the test runs in place of the supervisor's: with the same name, port and command line, except for the
/// changes of the test.
/// </summary>
internal sealed class StandIn : IAsyncDisposable
{
    /// <summary>The status of a process that a SIGKILL has ended.</summary>
    public const int Killed = 128 + 9;

    private static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(60);

    private readonly RunningCluster _cluster;
    private readonly string _name;
    private readonly Process _process;

    private StandIn(RunningCluster cluster, string name, Process process) =>
        (_cluster, _name, _process) = (cluster, name, process);

    public string Name => _name;

    public int Pid => _process.Id;

    /// <summary>Its exit status; null while it runs.</summary>
    public int? ExitCode => _process.HasExited ? _process.ExitCode : null;

    /// <summary>Ends the supervisor's node, starts this one, and waits until it is ready.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="name">The node.</param>
    /// <param name="change">Changes each word of the node's command line.</param>
    /// <param name="added">More words of it.</param>
    /// <param name="variable">A variable of its environment.</param>
    /// <param name="end">How the supervisor's node ends: <c>lose</c> kills it, <c>stop</c> lets it drain.</param>
    public static async Task<StandIn> TakeAsync(
        RunningCluster cluster,
        string name,
        Func<string, string>? change = null,
        IReadOnlyList<string>? added = null,
        (string Name, string Value)? variable = null,
        string end = "lose")
    {
        var part = await cluster.FindAsync(name);
        var command = (await CommandAsync(part)).Select(change ?? (text => text));
        await cluster.SayAsync($"{end} {name}");
        var log = Path.Combine(cluster.Folder, "log", $"{name}-stand-in.log");
        var start = ForeignSettings.Without(new ProcessStartInfo(
            "/bin/sh", ["-c", "exec \"$@\" >> \"$0\" 2>&1", log, .. command, .. added ?? []]));
        if (variable is { } set)
        {
            start.Environment[set.Name] = set.Value;
        }

        var standIn = new StandIn(cluster, name, Process.Start(start)!);
        await standIn.BecomeReadyAsync(part.Port);
        return standIn;
    }

    /// <summary>The command line of a node that the supervisor runs.</summary>
    public static async Task<IReadOnlyList<string>> CommandAsync(PartStatus part)
    {
        var pid = part.Pid!.Value.ToString(CultureInfo.InvariantCulture);
        var line = Encoding.UTF8.GetString(await File.ReadAllBytesAsync($"/proc/{pid}/cmdline"));
        return line.Split('\0', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Sends a signal to this node.</summary>
    public async Task SignalAsync(string signal) => (await CartwrightProgram.RunOtherAsync(
        "kill", $"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture))).Required();

    /// <summary>Lets this node drain and end by itself, before the supervisor's is started again.</summary>
    public async Task DrainAsync()
    {
        await SignalAsync("TERM");
        await _process.WaitForExitAsync().WaitAsync(DrainPatience);
        Assert.Equal(0, ExitCode);
    }

    /// <summary>Stops this node if it still runs, and lets the supervisor start its own node again.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        await _cluster.SayAsync($"start {_name}");
    }

    private async Task BecomeReadyAsync(int port)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        await Eventually.TrueAsync($"{_name}'s stand-in is ready", async () =>
        {
            if (_process.HasExited)
            {
                // Its own fault killed it before the first probe.
                return true;
            }

            try
            {
                using var ready = await client.GetAsync(new Uri($"http://127.0.0.1:{port}/healthz/ready"));
                using var log = await client.GetAsync(new Uri($"http://127.0.0.1:{port}/healthz/log"));
                return ready.IsSuccessStatusCode && log.IsSuccessStatusCode;
            }
            catch (Exception refused) when (refused is HttpRequestException or OperationCanceledException)
            {
                return false;
            }
        });
    }
}
