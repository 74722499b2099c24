using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Cartwright.ClusterFaults.Processes;

/// <summary>One part, as in the output of `cluster status --json`.</summary>
internal sealed record PartStatus(string Name, string Role, int? Pid, int Port, bool Ready, int Restarts);

/// <summary>A cluster in a folder of its own, with a supervisor that is a child of the tests.</summary>
internal sealed class RunningCluster : IAsyncDisposable
{
    private const string Ready = "Cartwright is ready on ";

    // The supervisor has time-outs of its own, part by part; this one is only the last resort.
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(90);

    private readonly Process _supervisor;
    private readonly ConcurrentQueue<string> _said = new();

    private RunningCluster(Process supervisor, string folder) => (_supervisor, Folder) = (supervisor, folder);

    public string Folder { get; }

    /// <summary>The lines that its supervisor has printed.</summary>
    public IReadOnlyCollection<string> Said => _said;

    /// <summary>The address of its gateway.</summary>
    public Uri Url => new(_said.First(IsReady)[Ready.Length..]);

    public static Task<RunningCluster> StartAsync(
        int nodesOfRole,
        int brokers,
        IReadOnlyDictionary<string, string> variables,
        params IEnumerable<string> more) =>
        StartAsync(CartwrightProgram.Assembly, nodesOfRole, brokers, variables, more);

    /// <summary>The same of another build of the program, whose nodes it runs.</summary>
    public static async Task<RunningCluster> StartAsync(
        string program,
        int nodesOfRole,
        int brokers,
        IReadOnlyDictionary<string, string> variables,
        params IEnumerable<string> more)
    {
        // PostgreSQL runs as another user, which has to enter the folder.
        var folder = Directory.CreateTempSubdirectory("cartwright-cluster-").FullName;
        (await CartwrightProgram.RunOtherAsync("chmod", "755", folder)).Required();
        var nodes = nodesOfRole.ToString(CultureInfo.InvariantCulture);
        var start = CartwrightProgram.VerbOf(
            program,
        [
            "cluster", "up", "--data", folder, "--url", "http://127.0.0.1:0", "--order", nodes, "--stock", nodes,
            "--payment", nodes, "--kafka", brokers.ToString(CultureInfo.InvariantCulture), .. more,
        ]);
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        var cluster = new RunningCluster(new Process { StartInfo = start }, folder);
        cluster._supervisor.OutputDataReceived += cluster.Hear;
        cluster._supervisor.ErrorDataReceived += cluster.Hear;
        cluster._supervisor.Start();
        cluster._supervisor.BeginOutputReadLine();
        cluster._supervisor.BeginErrorReadLine();
        try
        {
            await cluster.AwaitReadyAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public async Task<IReadOnlyList<PartStatus>> StatusAsync()
    {
        var status = await AskAsync("status");
        return JsonSerializer.Deserialize<List<PartStatus>>(status, JsonSerializerOptions.Web)!;
    }

    public async Task<PartStatus> FindAsync(string name) => (await StatusAsync()).Single(part => part.Name == name);

    /// <summary>The last lines of a part's log.</summary>
    public string LogEndOf(string name) =>
        Path.Combine(Folder, "log", $"{name}.log") is var log && File.Exists(log)
            ? string.Join('\n', File.ReadLines(log).TakeLast(20))
            : "nothing";

    /// <summary>Sends a command to the supervisor directly; starting a program for it would take a second.</summary>
    public async Task SayAsync(string line) => Assert.Equal("ok", (await AskAsync(line)).Trim());

    /// <summary>Sends a signal to a part's process, and calls back at that moment.</summary>
    public static async Task SignalAsync(PartStatus part, string signal, Action sending)
    {
        var pid = part.Pid!.Value.ToString(CultureInfo.InvariantCulture);
        sending();
        (await CartwrightProgram.RunOtherAsync("kill", $"-{signal}", pid)).Required();
    }

    /// <summary>Fails unless the books of the three databases are right, with nothing unfinished or parked.</summary>
    public async Task RequireRightBooksAsync()
    {
        var ended = (await CartwrightProgram.RunAsync(
            "verify", "--cluster", Folder, "--older-than", "0", "--settle", "60")).Required();
        Assert.Contains("The books are right.", ended.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("parked messages", ended.Output, StringComparison.Ordinal);
    }

    /// <summary>
    /// Ends the cluster as its owner would. Fails unless nothing is left then, and the next start need not wait.
    /// </summary>
    public async Task RequireOrderlyEndAsync()
    {
        Assert.Contains(_said, line => line.Contains("gateway is ready after", StringComparison.Ordinal));
        (await CartwrightProgram.RunAsync("cluster", "down", "--data", Folder)).Required();
        Assert.False(HasProcesses());
        using var owned = new FileStream(
            Path.Combine(Folder, "supervisor.lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
    }

    /// <summary>
    /// Ends the cluster, and fails if one of its processes is left. Nodes and brokers are killed, because their drains
    /// take a while; <see cref="RequireOrderlyEndAsync"/> waits for them. Databases are stopped, because a killed one
    /// leaves shared memory behind.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (!_supervisor.HasExited)
        {
            await LoseAsync();
            var pid = _supervisor.Id.ToString(CultureInfo.InvariantCulture);
            await CartwrightProgram.RunOtherAsync("kill", "-TERM", pid);
        }

        await _supervisor.WaitForExitAsync().WaitAsync(StopPatience);
        await Eventually.TrueAsync("no process of the cluster is left", () => !HasProcesses());
        _supervisor.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    // A start that has failed has parts that do not answer, or none at all.
    private async Task LoseAsync()
    {
        if (!_said.Any(IsReady))
        {
            return;
        }

        try
        {
            foreach (var part in (await StatusAsync()).Where(part => part.Role is "kafka" || IsNode(part)))
            {
                await SayAsync($"lose {part.Name}");
            }
        }
        catch (SocketException)
        {
            // `cluster down` has ended the supervisor, whose process is about to be gone.
            return;
        }
    }

    // As the verbs of `cartwright cluster` do.
    private async Task<string> AskAsync(string line)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path.Combine(Folder, "control.sock")));
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }

    private async Task AwaitReadyAsync()
    {
        var waiting = Stopwatch.StartNew();
        while (!_said.Any(IsReady))
        {
            Assert.False(_supervisor.HasExited, $"It said: {string.Join('\n', _said)}");
            Assert.True(waiting.Elapsed < StartPatience, $"Not ready in time. It said: {string.Join('\n', _said)}");
            await Eventually.PauseAsync();
        }
    }

    private static bool IsNode(PartStatus part) => part.Role is "gateway" or "order" or "stock" or "payment";

    private static bool IsReady(string line) => line.StartsWith(Ready, StringComparison.Ordinal);

    private void Hear(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is { } said)
        {
            _said.Enqueue(said);
        }
    }

    /// <summary>
    /// Whether a process is left: nodes have the folder in their environment, PostgreSQL and Kafka in their command
    /// lines.
    /// </summary>
    public bool HasProcesses() => Directory.EnumerateDirectories("/proc")
        .Where(process => int.TryParse(Path.GetFileName(process), out _))
        .Any(process => Has(process, "environ") || Has(process, "cmdline"));

    private bool Has(string process, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, file)).Contains(Folder, StringComparison.Ordinal);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
