using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Cartwright.Lab.Http;

namespace Cartwright.Micro;

/// <summary>
/// The generator's CPU time for one checkout request, by its own HTTP client and by the platform's. The server is
/// another process that answers each request with the same bytes, so that only the client is measured.
/// </summary>
internal static class HttpBench
{
    /// <summary>The argument by which this program becomes the server.</summary>
    public const string ServerPart = "http-server";

    private const int Connections = 32;
    private const int RequestsPerConnection = 4_000;
    private const int Rounds = 7;

    private static readonly string Body = """{"status":"paid","order_id":"117695186157240334"}""";

    private static readonly byte[] Response = Encoding.ASCII.GetBytes(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\n"
        + "Date: Sun, 29 Nov 2026 08:00:00 GMT\r\nServer: Kestrel\r\nTransfer-Encoding: chunked\r\n\r\n"
        + $"{Body.Length:x}\r\n{Body}\r\n0\r\n\r\n");

    /// <summary>Measures both clients in turn, round by round.</summary>
    public static async Task MeasureAsync()
    {
        using var server = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ServerArguments())
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        })!;
        try
        {
            var port = int.Parse((await server.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
            await CompareAsync(new ServerAddress("127.0.0.1", port));
        }
        finally
        {
            server.StandardInput.Close();
            await server.WaitForExitAsync();
        }
    }

    /// <summary>Answers every request with the same bytes until standard input ends.</summary>
    public static async Task ServeAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Console.WriteLine(((IPEndPoint)listener.LocalEndpoint).Port);
        _ = AcceptAsync(listener);
        await Console.In.ReadToEndAsync();
    }

    // Through `dotnet run` the process is the program itself, through `dotnet FILE` it is the host.
    private static IEnumerable<string> ServerArguments() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
            ? [typeof(HttpBench).Assembly.Location, ServerPart]
            : [ServerPart];

    private static async Task CompareAsync(ServerAddress address)
    {
        var (own, platform) = (new List<double>(), new List<double>());
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Connections });
        for (var round = 0; round <= Rounds; round++)
        {
            var ownUs = await CpuAsync(i => SendOwnAsync(address));
            var platformUs = await CpuAsync(i => SendPlatformAsync(http, address));
            if (round > 0)
            {
                own.Add(ownUs);
                platform.Add(platformUs);
            }
        }

        Console.WriteLine($"own client       {Median(own),6:N1} µs of CPU for a request (median of {Rounds})");
        Console.WriteLine($"HttpClient       {Median(platform),6:N1} µs of CPU for a request");
        Console.WriteLine($"ratio            {Median(platform.Zip(own, (p, o) => p / o)),6:N2} (median of the pairs)");
    }

    private static async Task<double> CpuAsync(Func<int, Task> connection)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(i => Task.Run(() => connection(i))));
        process.Refresh();
        return (process.TotalProcessorTime - before).TotalMicroseconds / (Connections * RequestsPerConnection);
    }

    private static async Task SendOwnAsync(ServerAddress address)
    {
        using var connection = new WireConnection(address);
        var request = Encoding.ASCII.GetBytes(
            "POST /orders/checkout/117695186157240334 HTTP/1.1\r\n"
            + $"Host: {address.Authority}\r\nPrefer: wait=10\r\nContent-Length: 0\r\n\r\n");
        for (var i = 0; i < RequestsPerConnection; i++)
        {
            var response = await connection.SendAsync(request, timeoutMs: 15_000);
            Check(response.Status, JsonBody.Text(response.Body.Span, "status"u8));
        }
    }

    private static async Task SendPlatformAsync(HttpClient http, ServerAddress address)
    {
        var url = new Uri($"{address}/orders/checkout/117695186157240334");
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        for (var i = 0; i < RequestsPerConnection; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, url);
            request.Headers.TryAddWithoutValidation("Prefer", "wait=10");
            using var response = await http.SendAsync(request, deadline.Token);
            var body = await response.Content.ReadAsByteArrayAsync(deadline.Token);
            Check((int)response.StatusCode, JsonBody.Text(body, "status"u8));
        }
    }

    private static void Check(int status, string? outcome)
    {
        if (status != 200 || outcome != "paid")
        {
            throw new InvalidOperationException($"The server answered {status}, '{outcome}'.");
        }
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);

    private static async Task AcceptAsync(TcpListener listener)
    {
        while (true)
        {
            _ = AnswerAsync(await listener.AcceptSocketAsync());
        }
    }

    // A request has no body and comes alone, so its end is the end of what was received.
    private static async Task AnswerAsync(Socket socket)
    {
        using (socket)
        {
            socket.NoDelay = true;
            var buffer = new byte[4_096];
            var filled = 0;
            for (int count; (count = await socket.ReceiveAsync(buffer.AsMemory(filled))) > 0;)
            {
                filled += count;
                if (buffer.AsSpan(0, filled).EndsWith("\r\n\r\n"u8))
                {
                    filled = 0;
                    await socket.SendAsync(Response);
                }
            }
        }
    }
}
