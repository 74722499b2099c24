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

    private readonly RunningCluster _cluster;
    private readonly string _name;
    private readonly Process _process;

    private StandIn(RunningCluster cluster, string name, Process process) =>
        (_cluster, _name, _process) = (cluster, name, process);

    public int Pid => _process.Id;

    /// <summary>Its exit status; null while it runs.</summary>
    public int? ExitCode => _process.HasExited ? _process.ExitCode : null;

    /// <summary>Stops the supervisor's node, starts this one, and waits until it is ready.</summary>
    public static async Task<StandIn> TakeAsync(
        RunningCluster cluster,
        string name,
        Func<string, string>? change = null,
        IReadOnlyList<string>? added = null,
        (string Name, string Value)? variable = null)
    {
        var part = await cluster.FindAsync(name);
        var pid = part.Pid!.Value.ToString(CultureInfo.InvariantCulture);
        var line = Encoding.UTF8.GetString(await File.ReadAllBytesAsync($"/proc/{pid}/cmdline"));
        var command = line.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(change ?? (text => text));
        await cluster.SayAsync($"lose {name}");
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
