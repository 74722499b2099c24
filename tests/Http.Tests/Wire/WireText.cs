namespace Cartwright.Http.Tests.Wire;

/// <summary>Parts of the requests in the tables.</summary>
internal static class WireText
{
    public const string Target = "/payment/find_user/0";
    public const string Host = "Host: localhost\r\n";
    public const string End = "\r\n";

    /// <summary>A request that reads, without the end of its head.</summary>
    public const string Get = $"GET {Target} HTTP/1.1\r\n{Host}";

    /// <summary>A request that the business rejects, without the end of its head.</summary>
    public const string Pay = $"POST /payment/pay/0/0 HTTP/1.1\r\n{Host}";

    public const string Chunked = "Transfer-Encoding: chunked\r\n";

    /// <summary>A request that would change a row if it were taken for one.</summary>
    public const string Hidden = $"POST /payment/add_funds/0/500 HTTP/1.1\r\n{Host}Content-Length: 0\r\n\r\n";

    /// <summary>The last request of a connection: its answer shows that all before it were understood.</summary>
    public const string Last = $"GET /healthz/live HTTP/1.1\r\n{Host}Connection: close\r\n\r\n";

    /// <summary>A request with this line.</summary>
    public static string Line(string method, string target) =>
        $"{method} {target} HTTP/1.1\r\n{Host}Content-Length: 0\r\nConnection: close\r\n\r\n";
}
