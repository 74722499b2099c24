using static Cartwright.Http.Tests.Wire.WireText;

namespace Cartwright.Http.Tests.Wire;

/// <summary>Which lines are headers, and which server is meant.</summary>
internal static class HeadRows
{
    public static IEnumerable<(string Name, WireRow Row)> All => [.. Lines(), .. Hosts(), .. Claims()];

    private static IEnumerable<(string, WireRow)> Lines() =>
    [
        ("lines that end with LF only", new("400", $"GET {Target} HTTP/1.1\nHost: localhost\n\n{Hidden}")),
        ("a request line that ends with LF only", new("400", $"GET {Target} HTTP/1.1\n{Host}\r\n{Hidden}")),
        ("a header that ends with LF only", Refused($"X-A: 1\nX-Injected: 2\r\n\r\n{Hidden}")),
        ("a head that ends with LF only", Refused($"X-A: 1\r\n\n{Hidden}")),
        ("a header that ends with CR only", Refused($"X-A: 1\rX-Injected: 2\r\n\r\n{Hidden}")),
        ("a head that ends with CR only", Refused($"X-A: 1\r\n\rX{Hidden}")),
        ("a header in two lines", Refused($"X-A: 1\r\n {Hidden}")),
        ("a header in two lines with a tab", Refused($"X-A: 1\r\n\t{Hidden}")),
        ("a first header that is folded", new("400", $"GET {Target} HTTP/1.1\r\n {Host}{Host}\r\n{Hidden}")),
        ("a blank before the colon", Refused($"X-A : 1\r\n\r\n{Hidden}")),
        ("a tab before the colon", Refused($"X-A\t: 1\r\n\r\n{Hidden}")),
        ("no colon", Refused($"X-A\r\n\r\n{Hidden}")),
        ("no name", Refused($": 1\r\n\r\n{Hidden}")),
        ("a blank in a name", Refused($"X A: 1\r\n\r\n{Hidden}")),
        ("a zero byte in a name", Refused($"X\0A: 1\r\n\r\n{Hidden}")),
        ("a byte beyond ASCII in a name", Refused($"X\u00e9: 1\r\n\r\n{Hidden}")),
        ("a zero byte in a value", Refused($"X-A: a\0b\r\n\r\n{Hidden}")),
        ("a CR in a value", Refused($"X-A: a\rb\r\n\r\n{Hidden}")),
        ("a CR at the end of a value", Refused($"X-A: a\r\r\n\r\n{Hidden}")),
        ("a control character in a value", new("200 200", $"{Get}X-A: a\u0001\u007fb\r\n\r\n{Last}")),
        ("a long header", new("431", $"{Get}X-A: {new string('a', 17_000)}\r\n\r\n")),
        ("many headers", new("431", Get + string.Concat(Enumerable.Range(0, 65).Select(i => $"X-{i}: 1\r\n")) + End)),
    ];

    private static IEnumerable<(string, WireRow)> Hosts() =>
    [
        ("no host", new("400", $"GET {Target} HTTP/1.1\r\n\r\n{Hidden}")),
        ("two hosts", Refused($"Host: other.example\r\n\r\n{Hidden}")),
        ("the same host twice", Refused($"{Host}\r\n{Hidden}")),
        ("an empty host", For("", 421)),
        ("a foreign host", For("other.example", 421)),
        ("a foreign host that begins like this one", For("localhost.other.example", 421)),
        ("a foreign host that ends like this one", For("otherlocalhost", 421)),
        ("a foreign host that is an address", For("10.0.0.7", 421)),
        ("a host of another port", For("localhost:9", 200)),
        ("a host with a path", For("localhost/payment", 400)),
        ("a host with a name before it", For("localhost@other.example", 400)),
        ("a host with a name behind it", For("other.example@localhost", 400)),
        ("a host with a blank", For("localhost other.example", 400)),
        ("two hosts in one", For("localhost, other.example", 400)),
        ("a host that ends with a colon", For("localhost:", 400)),
        ("a host with a port of letters", For("localhost:x", 400)),
        ("a foreign host in HTTP/1.0", new("421", $"GET {Target} HTTP/1.0\r\nHost: other.example\r\n\r\n")),
        ("a foreign host behind a proxy", Claim("X-Forwarded-Host: other.example")),
        ("a page of another site", new("403 200", $"{Get}Origin: http://other.example\r\n\r\n{Last}")),
    ];

    // Headers by which a proxy or a framework lets a request claim to be another one. None of them counts.
    private static IEnumerable<(string, WireRow)> Claims() =>
    [
        ("another method", new("405 200", $"GET /payment/add_funds/0/500 HTTP/1.1\r\n{Host}"
            + $"X-HTTP-Method-Override: POST\r\nX-HTTP-Method: POST\r\nX-Method-Override: POST\r\n\r\n{Last}")),
        ("another method in the query", new("405 200", "GET /payment/add_funds/0/500?_method=POST HTTP/1.1\r\n"
            + $"{Host}\r\n{Last}")),
        ("another path", Claim("X-Original-URL: /payment/add_funds/0/500\r\nX-Rewrite-URL: /stock/find/0")),
        ("another prefix", Claim("X-Forwarded-Prefix: /stock\r\nX-Forwarded-Target: /stock\r\nX-Script-Name: /stock")),
        ("another scheme", Claim("X-Forwarded-Proto: https\r\nFront-End-Https: on\r\nX-Forwarded-Ssl: on")),
        ("another address", Claim("X-Forwarded-For: 127.0.0.1, 10.0.0.7\r\nForwarded: for=10.0.0.7\r\nVia: 1.1 proxy")),
        ("a certificate of its own", Claim("X-ARR-ClientCert: a\r\nX-Client-Cert: a\r\nX-SSL-Client-Verify: SUCCESS")),
        ("headers of one connection", Claim("Connection: Host, Content-Length\r\nKeep-Alive: timeout=1")),
        ("a hop that is the last", Claim("Max-Forwards: 0")),
        ("credentials of a proxy", Claim("Proxy-Authorization: Basic YTph\r\nProxy-Connection: close")),
        ("an expectation", Claim("Expect: 100-continue")),
        ("an unknown expectation", Claim("Expect: 200-ok")),
        ("an upgrade to another protocol", Claim("Connection: Upgrade\r\nUpgrade: other/1")),
        ("a line break in a key", new("400 200",
            $"{Pay}Content-Length: 0\r\nIdempotency-Key: a%0d%0aX-Injected: 1\r\n\r\n{Last}")),
        ("a line break in a preference", Claim("Prefer: wait=1%0d%0aX-Injected: 1")),
        ("a line break in a trace", Claim("traceparent: 00-0%0d%0aX-Injected: 1\r\ntracestate: a=%0d%0aX-Injected: 1")),
        ("a line break in the id of an event", new("404 200",
            $"GET /orders/events/0 HTTP/1.1\r\n{Host}Last-Event-ID: 0.1%0d%0aX-Injected: 1\r\n\r\n{Last}")),
    ];

    private static WireRow Refused(string rest) => new("400", Get + rest);

    private static WireRow For(string host, int status) =>
        new($"{status}", $"GET {Target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");

    private static WireRow Claim(string headers) => new("200 200", $"{Get}{headers}\r\n\r\n{Last}");
}
