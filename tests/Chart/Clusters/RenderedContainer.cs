using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Cartwright.Chart.Tools;
using Cartwright.ClusterFaults;
using Cartwright.ClusterFaults.Processes;
using Cartwright.Conformance.Servers;

namespace Cartwright.Chart.Clusters;

/// <summary>
/// A rendered container as a process of this machine: its arguments, variables, secrets and probes, with the built
/// program in place of the image's. Names of services are the loopback, and each port is a free one, because all pods
/// share one machine here.
/// </summary>
internal sealed class RenderedContainer : IAsyncDisposable
{
    private const string Secrets = "/run/secrets/";

    private static readonly HttpClient Prober = new() { Timeout = TimeSpan.FromSeconds(10) };

    private readonly JsonElement _container;
    private readonly IReadOnlyDictionary<string, int> _ports;
    private readonly string _log;
    private readonly Process _process;

    private RenderedContainer(
        JsonElement container, IReadOnlyDictionary<string, int> ports, string log, Process process) =>
        (_container, _ports, _log, _process) = (container, ports, log, process);

    /// <summary>The last lines of its log.</summary>
    public string LogEnd => string.Join('\n', File.ReadLines(_log).TakeLast(20));

    /// <summary>Starts the container of an object.</summary>
    /// <param name="rendered">A Deployment or a Job.</param>
    /// <param name="pods">The places of all pods, by the names of their services.</param>
    /// <param name="folder">Where its files are put.</param>
    /// <param name="contentOf">The contents of a secret's key.</param>
    public static async Task<RenderedContainer> StartAsync(
        KubernetesObject rendered,
        IReadOnlyDictionary<string, PodPlace> pods,
        string folder,
        Func<SecretFile, string> contentOf)
    {
        var container = Assert.Single(rendered.Containers);
        var root = Path.Combine(folder, rendered.Name);
        foreach (var file in rendered.Files)
        {
            Assert.StartsWith(Secrets, file.Path, StringComparison.Ordinal);
            Directory.CreateDirectory(Path.GetDirectoryName(root + file.Path)!);
            await File.WriteAllTextAsync(root + file.Path, contentOf(file));
        }

        // As in a pod: for its own user and group.
        Directory.CreateDirectory(root);
        (await CartwrightProgram.RunOtherAsync("chmod", "-R", "g=rX,o=", root)).Required();
        var own = pods.GetValueOrDefault(rendered.Name);
        var environment = rendered.Environment.ToDictionary(pair => pair.Key, pair => Localize(pair.Value));
        var arguments = container.GetProperty("args").EnumerateArray().Select(argument => argument.GetString()!);
        var log = Path.Combine(root, "log");
        var process = Machine.StartServer(
            ["dotnet", CartwrightProgram.Assembly, .. arguments], log, environment);
        return new RenderedContainer(container, own?.Ports ?? new Dictionary<string, int>(), log, process);

        string Localize(string value)
        {
            foreach (var pod in pods.Values)
            {
                value = pod.Localize(value);
            }

            return (own?.LocalizePorts(value) ?? value).Replace(
                Secrets, root + Secrets, StringComparison.Ordinal);
        }
    }

    /// <summary>Asks a probe until it is good.</summary>
    public Task UntilGoodAsync(string probe) => Eventually.TrueAsync($"{probe}: {_log}", async () =>
    {
        Assert.False(_process.HasExited, LogEnd);
        return await StatusOfAsync(probe) == HttpStatusCode.OK;
    });

    /// <summary>The status of a probe; null without an answer.</summary>
    public Task<HttpStatusCode?> StatusOfAsync(string probe)
    {
        var request = _container.GetProperty(probe).GetProperty("httpGet");
        return StatusAtAsync(request.GetProperty("port").GetString()!, request.GetProperty("path").GetString()!);
    }

    /// <summary>The status of a path at a port of the container in the clear; null without an answer.</summary>
    public async Task<HttpStatusCode?> StatusAtAsync(string port, string path)
    {
        var url = $"http://127.0.0.1:{_ports[port].ToString(CultureInfo.InvariantCulture)}{path}";
        try
        {
            using var answer = await Prober.GetAsync(new Uri(url));
            return answer.StatusCode;
        }
        catch (Exception absent) when (absent is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    /// <summary>Waits until it ends by itself, as a job does; it must succeed.</summary>
    public async Task RequireSuccessAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(CartwrightProgram.Patience);
        Assert.True(_process.ExitCode == 0, LogEnd);
    }

    /// <summary>Ends it as Kubernetes does; it must drain and succeed.</summary>
    public async Task RequireOrderlyEndAsync()
    {
        await CartwrightProgram.RunOtherAsync("kill", "-TERM", _process.Id.ToString(CultureInfo.InvariantCulture));
        await RequireSuccessAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}
