using System.Diagnostics;
using System.Net.Sockets;
using Cartwright.CommandLine.Clusters;
using Cartwright.Lab.Processes;

namespace Cartwright.Lab.Cluster;

/// <summary>Runs a program of others to its end, and asks ports.</summary>
internal static class Tool
{
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(1);

    /// <summary>The part of this process's environment, which may be root's, that foreign programs may see.</summary>
    private static readonly string[] _passedOn = ["PATH", "LANG", "LC_ALL", "TZ", "JAVA_HOME"];

    /// <summary>Runs a program and gives its output.</summary>
    /// <exception cref="ClusterFault">It failed; the message has its output.</exception>
    public static Task<string> RunToolAsync(IReadOnlyList<string> command, CancellationToken cancellation) =>
        RunToolAsync(command, string.Empty, new Dictionary<string, string>(), cancellation);

    /// <summary>Runs a program with an input: every user can see a command line, and no other user an input.</summary>
    /// <exception cref="ClusterFault">It failed; the message has its output.</exception>
    public static async Task<string> RunToolAsync(
        IReadOnlyList<string> command,
        string input,
        IReadOnlyDictionary<string, string> variables,
        CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        LeaveOnly(start, variables);
        using var process = Process.Start(start)!;
        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), cancellation);
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(cancellation);
            var errors = process.StandardError.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            return process.ExitCode == 0
                ? await output
                : throw new ClusterFault($"{string.Join(' ', command)} failed:\n{await output}{await errors}");
        }
        finally
        {
            await EndAsync(process);
        }
    }

    // Where a start was cancelled or timed out: a program that goes on beside the next start would spoil its files.
    private static async Task EndAsync(Process process)
    {
        if (!process.HasExited)
        {
            Signals.SendSignal(ProcessTree.DescendantsOf(process.Id), Signals.KillNow);
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    /// <summary>
    /// Leaves only the variables of the environment that foreign programs need, and adds those for this one.
    /// </summary>
    public static void LeaveOnly(ProcessStartInfo start, IReadOnlyDictionary<string, string> variables)
    {
        var kept = _passedOn
            .Where(start.Environment.ContainsKey)
            .ToDictionary(name => name, name => start.Environment[name]);
        start.Environment.Clear();
        foreach (var (name, value) in kept)
        {
            start.Environment[name] = value;
        }

        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }
    }

    /// <summary>Whether a port of this machine is listened on.</summary>
    public static async Task<bool> AnswersAsync(int port, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(ConnectPatience);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync("127.0.0.1", port, patience.Token);
            return true;
        }
        catch (Exception refused) when (refused is SocketException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>A client that asks parts of this machine, and never a proxy that the environment names.</summary>
    public static HttpClient NewClient(TimeSpan patience) =>
        ClusterClient.Create(authorityFile: null, patience);

    /// <summary>Whether an address answers with success.</summary>
    public static async Task<bool> IsWellAsync(string url, CancellationToken cancellation)
    {
        using var client = NewClient(ConnectPatience * 2);
        return await IsWellAsync(client, url, cancellation);
    }

    public static async Task<bool> IsWellAsync(HttpClient client, string url, CancellationToken cancellation)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri(url), cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception refused) when (refused is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }
}
