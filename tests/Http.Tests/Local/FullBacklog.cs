using System.Net;
using System.Net.Sockets;

namespace Cartwright.Http.Tests.Local;

/// <summary>
/// An address that does not answer: its listener accepts nothing and its queue is full, so the system drops every
/// further SYN, like a lost machine.
/// </summary>
internal sealed class FullBacklog : IDisposable
{
    private const int FillersMax = 64;
    private static readonly TimeSpan Unanswered = TimeSpan.FromMilliseconds(300);

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<Socket> _fillers = [];

    public string Address => $"http://{_listener.LocalEndPoint}";

    /// <summary>Listens, and fills the queue with connections until no further one is made.</summary>
    public static async Task<FullBacklog> OpenAsync()
    {
        var backlog = new FullBacklog();
        backlog._listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        backlog._listener.Listen(1);
        while (await backlog.IsAnsweredAsync())
        {
            Assert.True(backlog._fillers.Count < FillersMax, "The listener's queue never fills.");
        }

        return backlog;
    }

    public void Dispose()
    {
        _fillers.ForEach(filler => filler.Dispose());
        _listener.Dispose();
    }

    private async Task<bool> IsAnsweredAsync()
    {
        var filler = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _fillers.Add(filler);
        using var patience = new CancellationTokenSource(Unanswered);
        try
        {
            await filler.ConnectAsync(_listener.LocalEndPoint!, patience.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
