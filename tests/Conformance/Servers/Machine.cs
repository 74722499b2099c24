using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Cartwright.Conformance.Servers;

/// <summary>The programs and ports of this machine.</summary>
internal static class Machine
{
    /// <summary>
    /// The beginning of a command line that runs a program as an unprivileged user, which PostgreSQL requires; empty if
    /// this process is not root.
    /// </summary>
    public static IReadOnlyList<string> Unprivileged => Environment.UserName == "root"
        ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]
        : [];

    public static string? FindOnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, program))
        .FirstOrDefault(File.Exists);

    /// <summary>A port that refuses connections.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Whether a process listens on a port.</summary>
    public static async Task<bool> AnswersAsync(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Runs a program to its end; it must succeed.</summary>
    public static Task RunAsync(params string[] command) => RunAsync(environment: [], command);

    public static async Task RunAsync(Dictionary<string, string> environment, params string[] command)
    {
        using var process = Start(command, environment);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"{string.Join(' ', command)} failed:\n{await output}{await errors}");
        }
    }

    /// <summary>Starts a program that stays; its output goes into a file.</summary>
    public static Process StartServer(
        IReadOnlyList<string> command, string logFile, Dictionary<string, string> environment)
    {
        return Start(["sh", "-c", "exec \"$0\" \"$@\" >>\"$LOG\" 2>&1", .. command],
            new(environment) { ["LOG"] = logFile });
    }

    private static Process Start(string[] command, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
