using System.Diagnostics;
using System.Net.Sockets;

namespace Cartwright.Cli.Cluster;

/// <summary>Runs a program of others to its end, and asks ports.</summary>
internal static class Tool
{
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(1);

    /// <summary>Runs a program and gives what it printed.</summary>
    /// <exception cref="ClusterFault">It failed; the message has what it printed.</exception>
    public static async Task<string> RunAsync(IReadOnlyList<string> command, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode == 0
            ? await output
            : throw new ClusterFault($"{string.Join(' ', command)} failed:\n{await output}{await errors}");
    }

    /// <summary>Whether somebody listens on a port of this machine.</summary>
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
        new(new SocketsHttpHandler { UseProxy = false }) { Timeout = patience };

    /// <summary>Whether an address answers with success.</summary>
    public static async Task<bool> IsWellAsync(string url, CancellationToken cancellation)
    {
        using var client = NewClient(ConnectPatience * 2);
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
