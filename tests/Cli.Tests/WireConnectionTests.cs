using System.Net;
using System.Net.Sockets;
using System.Text;
using Cartwright.Lab.Http;

namespace Cartwright.Cli.Tests;

/// <summary>The client against a listener on a port of the system that sends the answers of the test.</summary>
public sealed class WireConnectionTests : IDisposable
{
    private const int TimeoutMs = 10_000;
    private static readonly byte[] _request = "GET / HTTP/1.1\r\nHost: test\r\n\r\n"u8.ToArray();

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public WireConnectionTests() => _listener.Start();

    private ServerAddress Address => new("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port);

    [Fact]
    public async Task Requests_share_one_connection()
    {
        using var connection = new WireConnection(Address);
        var server = ServeAsync(connections: 1, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", requests: 3);
        for (var i = 0; i < 3; i++)
        {
            var response = await connection.SendAsync(_request, TimeoutMs);
            Assert.Equal("ok", Encoding.UTF8.GetString(response.Body.Span));
        }

        await server;
    }

    [Fact]
    public async Task A_server_that_closes_after_each_answer_is_connected_to_again()
    {
        using var connection = new WireConnection(Address);
        var answer = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok";
        var server = ServeAsync(connections: 3, answer, requests: 1);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(200, (await connection.SendAsync(_request, TimeoutMs)).Status);
        }

        await server;
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_a_fault_and_the_next_request_starts_anew()
    {
        using var connection = new WireConnection(Address);
        var broken = ServeAsync(connections: 1, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nbroken", requests: 1);
        await Assert.ThrowsAsync<WireFault>(async () => await connection.SendAsync(_request, TimeoutMs));
        await broken;

        var whole = ServeAsync(connections: 1, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", requests: 1);
        Assert.Equal(200, (await connection.SendAsync(_request, TimeoutMs)).Status);
        await whole;
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_a_fault()
    {
        var address = Address;
        _listener.Stop();
        using var connection = new WireConnection(address);
        await Assert.ThrowsAsync<WireFault>(() => connection.OpenAsync(TimeoutMs));
        await Assert.ThrowsAsync<WireFault>(async () => await connection.SendAsync(_request, TimeoutMs));
    }

    [Fact]
    public async Task A_server_that_never_answers_is_a_fault_in_bounded_time()
    {
        using var connection = new WireConnection(Address);
        var fault = await Assert.ThrowsAsync<WireFault>(async () => await connection.SendAsync(_request, timeoutMs: 1));
        Assert.Contains("no answer within 1 ms", fault.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync(int connections, string answer, int requests)
    {
        for (var i = 0; i < connections; i++)
        {
            using var socket = await _listener.AcceptSocketAsync();
            for (var request = 0; request < requests; request++)
            {
                await ReadRequestAsync(socket);
                await socket.SendAsync(Encoding.UTF8.GetBytes(answer));
            }
        }
    }

    private static async Task ReadRequestAsync(Socket socket)
    {
        var buffer = new byte[_request.Length];
        for (var read = 0; read < buffer.Length;)
        {
            read += await socket.ReceiveAsync(buffer.AsMemory(read));
        }
    }
}
