using static Cartwright.Http.Tests.Wire.WireText;

namespace Cartwright.Http.Tests.Wire;

/// <summary>
/// Several requests at once: after a rejection by the shop the next one is served. A head or body that cannot be
/// understood ends the connection, because the beginning of the next one is unknown.
/// </summary>
internal static class SequenceRows
{
    private const string None = "Content-Length: 0\r\n\r\n";

    public static IEnumerable<(string Name, WireRow Row)> All =>
    [
        ("two requests", new("200 200", $"{Get}\r\n{Last}")),
        ("a rejected request", new("400 200", $"{Pay}{None}{Last}")),
        ("a request for nothing", new("404 200", $"GET /nothing HTTP/1.1\r\n{Host}\r\n{Last}")),
        ("a request with a wrong method", new("405 200", $"DELETE {Target} HTTP/1.1\r\n{Host}\r\n{Last}")),
        ("a request for another host", new("421 200", $"GET {Target} HTTP/1.1\r\nHost: other.example\r\n\r\n{Last}")),
        ("a request whose body is too large", new("413", $"{Pay}Content-Length: 70000\r\n\r\n{Hidden}{Hidden}")),
        ("a request whose chunk is too large", new("413", $"{Pay}{Chunked}\r\n11170\r\n{new string('a', 70_000)}\r\n")),
        ("a request that is no request", new("400", $"how do you do\r\n\r\n{Hidden}")),
        ("a request after one that ends the connection", new("200", $"{Get}Connection: close\r\n\r\n{Hidden}")),
        ("an answer in place of a request", new("400", $"HTTP/1.1 200 OK\r\n{None}{Hidden}")),
        ("a greeting of TLS", new("400", "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003\r\n\r\n")),
        ("a line of a proxy", new("400", $"PROXY TCP4 10.0.0.7 10.0.0.8 1 2\r\n{Hidden}")),
    ];
}
