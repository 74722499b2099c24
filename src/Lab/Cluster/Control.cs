using System.Net.Sockets;
using Cartwright.CommandLine.Clusters;

namespace Cartwright.Lab.Cluster;

/// <summary>
/// The way to a running supervisor: a socket in the cluster's directory, a line there and lines back.
/// </summary>
internal static class Control
{
    private const string Failed = "error ";

    /// <summary>Sends a command to the supervisor, and gives its answer.</summary>
    /// <exception cref="ClusterFault">No cluster runs there, or it could not do it.</exception>
    public static async Task<string> SendCommandAsync(ClusterLayout layout, string line, CancellationToken cancellation)
    {
        using var socket = NewSocket();
        try
        {
            await socket.ConnectAsync(PlaceOf(layout), cancellation);
        }
        catch (SocketException)
        {
            throw new ClusterFault($"No cluster runs in {layout.Root}.");
        }

        await using var stream = new NetworkStream(socket);
        await using var writer = new StreamWriter(stream) { AutoFlush = true };
        await writer.WriteLineAsync(line.AsMemory(), cancellation);
        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync(cancellation);
        return answer.StartsWith(Failed, StringComparison.Ordinal)
            ? throw new ClusterFault(answer[Failed.Length..].Trim())
            : answer.Trim();
    }

    /// <summary>Whether a supervisor listens.</summary>
    public static async Task<bool> IsListeningAsync(ClusterLayout layout, CancellationToken cancellation)
    {
        using var socket = NewSocket();
        try
        {
            await socket.ConnectAsync(PlaceOf(layout), cancellation);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Listens until it is cancelled.</summary>
    public static async Task ListenAsync(
        ClusterLayout layout, Func<string, Task<string>> doLine, CancellationToken cancellation)
    {
        File.Delete(layout.ControlSocket);
        using var listener = NewSocket();
        listener.Bind(PlaceOf(layout));
        listener.Listen();
        try
        {
            while (true)
            {
                var client = await listener.AcceptAsync(cancellation);
                _ = AnswerClientAsync(client, doLine);
            }
        }
        catch (OperationCanceledException)
        {
            File.Delete(layout.ControlSocket);
        }
    }

    private static async Task AnswerClientAsync(Socket client, Func<string, Task<string>> doLine)
    {
        await using var stream = new NetworkStream(client, ownsSocket: true);
        using var reader = new StreamReader(stream);
        await using var writer = new StreamWriter(stream);
        try
        {
            var line = await reader.ReadLineAsync() ?? string.Empty;
            await writer.WriteLineAsync(await doLine(line));
        }
        catch (IOException gone) when (gone.InnerException is SocketException)
        {
            return;
        }
        catch (Exception fault)
        {
            // An empty answer would look like success to the caller.
            await writer.WriteLineAsync(Failed + fault.Message);
        }
    }

    private static UnixDomainSocketEndPoint PlaceOf(ClusterLayout layout)
    {
        try
        {
            return new UnixDomainSocketEndPoint(layout.ControlSocket);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new ClusterFault($"The path {layout.Root} is too long for a socket in it; 90 characters will do.");
        }
    }

    private static Socket NewSocket() => new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
}
