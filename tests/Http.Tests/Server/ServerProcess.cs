using System.Diagnostics;
using System.Text;
using Cartwright.Conformance.Servers;

namespace Cartwright.Http.Tests.Server;

/// <summary>
/// A shop in a process of its own. It is stopped by its process id: first with SIGTERM, then with SIGKILL.
/// </summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const string Ready = "Cartwright is ready on ";
    private const string Admin = "The admin address is ";
    private const string Health = "The address for probes is ";
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _errors = new();
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<string> _url = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => _errors.AppendLine(line.Data);
    }

    /// <summary>Its address.</summary>
    public Uri Url => new(_url.Task.Result);

    /// <summary>Its admin address, which it has if it was started with one.</summary>
    public Uri AdminUrl { get; private set; } = null!;

    /// <summary>Its address for probes, which it has if it was started with one.</summary>
    public Uri HealthUrl { get; private set; } = null!;

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>Its standard output, once it has ended.</summary>
    public string Output => _output.ToString();

    /// <summary>Its standard error, once it has ended.</summary>
    public string Errors => _errors.ToString();

    /// <summary>Starts a shop and waits until it is ready.</summary>
    public static Task<ServerProcess> StartAsync(params string[] options) =>
        StartAsync(new Dictionary<string, string>(), options);

    /// <summary>Starts a shop with these variables, and waits until it is ready.</summary>
    public static async Task<ServerProcess> StartAsync(
        IReadOnlyDictionary<string, string> variables, params string[] options)
    {
        var server = Launch(variables, options);
        await server._url.Task.WaitAsync(StartPatience);
        return server;
    }

    /// <summary>Starts a shop in a working directory with these variables, and waits until it is ready.</summary>
    public static async Task<ServerProcess> StartInAsync(
        string folder, IReadOnlyDictionary<string, string> variables, params string[] options)
    {
        var server = Launch(variables, options, folder);
        await server._url.Task.WaitAsync(StartPatience);
        return server;
    }

    /// <summary>Starts a shop, and does not wait.</summary>
    public static ServerProcess Launch(params string[] options) =>
        Launch(new Dictionary<string, string>(), options);

    /// <summary>Starts a shop with these variables, and does not wait.</summary>
    public static ServerProcess Launch(IReadOnlyDictionary<string, string> variables, params string[] options) =>
        Launch(variables, options, folder: "");

    /// <summary>Starts a shop with a limit of open files and sockets, and waits until it is ready.</summary>
    public static async Task<ServerProcess> StartLimitedAsync(int descriptors, params string[] options)
    {
        var server = Launch(
            new Dictionary<string, string>(),
            options,
            folder: "",
            ["sh", "-c", $"ulimit -n {descriptors}; exec \"$@\"", "sh", "dotnet"]);
        await server._url.Task.WaitAsync(StartPatience);
        return server;
    }

    private static ServerProcess Launch(
        IReadOnlyDictionary<string, string> variables, string[] options, string folder) =>
        Launch(variables, options, folder, ["dotnet"]);

    private static ServerProcess Launch(
        IReadOnlyDictionary<string, string> variables, string[] options, string folder, string[] command)
    {
        var start = new ProcessStartInfo(command[0], [.. command[1..], Repository.Program, "serve", .. options])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = folder,
        };
        ForeignSettings.Without(start);
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        var server = new ServerProcess(Process.Start(start)!);
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        return server;
    }

    /// <summary>Stops the shop as an operator would, and returns its exit code.</summary>
    public async Task<int> StopAsync()
    {
        BeginToStop();
        return await EndedAsync();
    }

    /// <summary>Stops the shop, and does not wait.</summary>
    public void BeginToStop()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Waits until the process has ended, and returns its exit code.</summary>
    public async Task<int> EndedAsync()
    {
        using var patience = new CancellationTokenSource(StopPatience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            BeginToStop();
            using var patience = new CancellationTokenSource(StopPatience);
            await _process.WaitForExitAsync(patience.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        }

        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private void Hear(string? line)
    {
        _output.AppendLine(line);
        if (line is null)
        {
            _url.TrySetException(new InvalidOperationException($"The server ended before it was ready. {Errors}"));
        }
        else if (line.IndexOf(Admin, StringComparison.Ordinal) is var named and >= 0)
        {
            AdminUrl = new Uri(line[(named + Admin.Length)..].TrimEnd('"', '}'));
        }
        else if (line.IndexOf(Health, StringComparison.Ordinal) is var probed and >= 0)
        {
            HealthUrl = new Uri(line[(probed + Health.Length)..].TrimEnd('"', '}'));
        }
        else if (line.IndexOf(Ready, StringComparison.Ordinal) is var at and >= 0)
        {
            // True also where the line is JSON.
            _url.TrySetResult(line[(at + Ready.Length)..].TrimEnd('"', '}'));
        }
    }
}
