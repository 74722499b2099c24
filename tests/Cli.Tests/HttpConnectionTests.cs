using System.Net;
using System.Net.Sockets;
using System.Text;
using Cartwright.Lab.Http;

namespace Cartwright.Cli.Tests;

/// <summary>The client against a listener on a port of the system that sends the answers of the test.</summary>
public sealed class HttpConnectionTests : IDisposable
{
    private const int TimeoutMs = 10_000;
    private static readonly HttpRequest _request = new(HttpMethod.Post, "/orders/checkout/1") { Prefer = "wait=10" };

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public HttpConnectionTests() => _listener.Start();

    private ServerAddress Address => new("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port);

    [Fact]
    public async Task Requests_share_one_connection()
    {
        using var connection = new HttpConnection(Address);
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
        using var connection = new HttpConnection(Address);
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
        using var connection = new HttpConnection(Address);
        var broken = ServeAsync(connections: 1, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nbroken", requests: 1);
        await Assert.ThrowsAsync<HttpFault>(() => connection.SendAsync(_request, TimeoutMs));
        await broken;

        var whole = ServeAsync(connections: 1, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", requests: 1);
        Assert.Equal(200, (await connection.SendAsync(_request, TimeoutMs)).Status);
        await whole;
    }

    // A server that has died after its effect and before its answer looks like this.
    [Fact]
    public async Task A_request_on_a_kept_connection_that_ends_without_an_answer_is_not_repeated()
    {
        using var connection = new HttpConnection(Address);
        var server = AnswerFirstOfTwoAsync();
        Assert.Equal(200, (await connection.SendAsync(_request, TimeoutMs)).Status);
        await Assert.ThrowsAsync<HttpFault>(() => connection.SendAsync(_request, TimeoutMs));
        await server;
        Assert.False(_listener.Pending());
    }

    [Fact]
    public async Task A_request_carries_its_headers_and_an_answer_its_pause()
    {
        using var connection = new HttpConnection(Address);
        var answer = "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 3\r\nContent-Length: 0\r\n\r\n";
        var server = ServeAsync(connections: 1, answer, requests: 1);
        var response = await connection.SendAsync(_request with { IdempotencyKey = "key-1" }, TimeoutMs);
        Assert.Equal((429, 3), (response.Status, response.RetryAfterSeconds));
        var request = Assert.Single(await server);
        Assert.StartsWith("POST /orders/checkout/1 HTTP/1.1\r\n", request, StringComparison.Ordinal);
        Assert.Contains("\r\nPrefer: wait=10\r\n", request, StringComparison.Ordinal);
        Assert.Contains("\r\nIdempotency-Key: key-1\r\n", request, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Length: 0\r\n", request, StringComparison.Ordinal);
        Assert.DoesNotContain("traceparent", request, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("no HTTP at all\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n")]
    public async Task An_answer_that_is_not_usable_is_a_fault(string answer)
    {
        using var connection = new HttpConnection(Address);
        var server = ServeAsync(connections: 1, answer, requests: 1);
        await Assert.ThrowsAsync<HttpFault>(() => connection.SendAsync(_request, TimeoutMs));
        await server;
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_a_fault()
    {
        var address = Address;
        _listener.Stop();
        using var connection = new HttpConnection(address);
        await Assert.ThrowsAsync<HttpFault>(() => connection.OpenAsync(TimeoutMs));
        await Assert.ThrowsAsync<HttpFault>(() => connection.SendAsync(_request, TimeoutMs));
    }

    [Fact]
    public async Task A_server_that_never_answers_is_a_fault_in_bounded_time()
    {
        using var connection = new HttpConnection(Address);
        var fault = await Assert.ThrowsAsync<HttpFault>(() => connection.SendAsync(_request, timeoutMs: 1));
        Assert.Contains("no answer within 1 ms", fault.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _listener.Dispose();

    private async Task<List<string>> ServeAsync(int connections, string answer, int requests)
    {
        var received = new List<string>();
        for (var i = 0; i < connections; i++)
        {
            using var socket = await _listener.AcceptSocketAsync();
            for (var request = 0; request < requests; request++)
            {
                received.Add(await ReadRequestAsync(socket));
                await socket.SendAsync(Encoding.UTF8.GetBytes(answer));
            }
        }

        return received;
    }

    private async Task AnswerFirstOfTwoAsync()
    {
        using var socket = await _listener.AcceptSocketAsync();
        await ReadRequestAsync(socket);
        await socket.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
        await ReadRequestAsync(socket);
    }

    private static async Task<string> ReadRequestAsync(Socket socket)
    {
        var buffer = new byte[4_096];
        var read = 0;
        while (!buffer.AsSpan(0, read).EndsWith("\r\n\r\n"u8))
        {
            var count = await socket.ReceiveAsync(buffer.AsMemory(read));
            read += count > 0 ? count : throw new IOException("The request broke off.");
        }

        return Encoding.ASCII.GetString(buffer, 0, read);
    }
}
