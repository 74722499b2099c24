namespace Cartwright.Http.Tests.BadRequests;

/// <summary>A request as its bytes on the wire, with the expected rejection.</summary>
/// <param name="Status">The expected status; 0 for a closed connection without an answer.</param>
/// <param name="Code">The expected code; empty if the web server rejects it before it reaches the shop.</param>
/// <param name="Text">The characters to send, with the names of the quiet shop's own numbers in braces.</param>
/// <param name="Ends">Whether the client closes its sending side, although it announced more.</param>
internal sealed record RawRequest(int Status, string Code, string Text, bool Ends = false);

/// <summary>Requests that are wrong in their headers, their bodies or their form.</summary>
internal static class RawRequests
{
    private const string Post = "POST /payment/add_funds/{user}/1 HTTP/1.1\r\nHost: localhost\r\n";
    private const string CheckOut = "POST /orders/checkout/{open} HTTP/1.1\r\nHost: localhost\r\n";
    private const string Init = "POST /stock/batch_init/1/1/1 HTTP/1.1\r\nHost: localhost\r\n";
    private const string BadKey = "malformed-idempotency-key";
    private const string Reused = "idempotency-key-reused";
    private const string TooLarge = "body-too-large";
    private const string Refused = BadRow.BeforeTheShop;
    private const string Chunked = "Transfer-Encoding: chunked\r\n\r\n";

    public static IReadOnlyDictionary<string, RawRequest> All { get; } = Keys().Concat(Bodies()).Concat(Heads())
        .ToDictionary(pair => pair.Name, pair => pair.Request);

    private static IEnumerable<(string Name, RawRequest Request)> Keys() =>
    [
        ("a key that is empty", Key("Idempotency-Key:")),
        ("a key that is blank", Key("Idempotency-Key:    ")),
        ("a key that is empty in quotes", Key("Idempotency-Key: \"\"")),
        ("a key of 256 characters", Key("Idempotency-Key: " + new string('k', 256))),
        ("a key of 256 characters in quotes", Key($"Idempotency-Key: \"{new string('k', 256)}\"")),
        ("a key of 4000 characters", Key("Idempotency-Key: " + new string('k', 4000))),
        ("two keys", Key("Idempotency-Key: a\r\nIdempotency-Key: b")),
        ("the same key given twice", Key("Idempotency-Key: a\r\nIdempotency-Key: a")),
        ("an empty key for a checkout", new(400, BadKey, CheckOut + "Idempotency-Key:\r\n\r\n")),
        ("an empty key for a batch_init", new(400, BadKey, Init + "Idempotency-Key:\r\n\r\n")),
        ("a key of another path", new(422, Reused, Post + "Idempotency-Key: taken\r\n\r\n")),
        ("a key of another path, in quotes", new(422, Reused, Post + "Idempotency-Key: \"taken\"\r\n\r\n")),
        ("a key of another path for a checkout", new(422, Reused, CheckOut + "Idempotency-Key: taken\r\n\r\n")),
        ("a key of another path for a batch_init", new(422, Reused, Init + "Idempotency-Key: taken\r\n\r\n")),
        ("a key that is not UTF-8", new(400, BadKey, Post + "Idempotency-Key: \u00ff\u00fe\r\n\r\n")),
    ];

    private static IEnumerable<(string Name, RawRequest Request)> Bodies() =>
    [
        ("a body one byte too large", new(413, TooLarge, Post + $"Content-Length: 65537\r\n\r\n{Letters(65537)}")),
        ("a body announced too large", new(413, TooLarge, Post + "Content-Length: 9000000000000000000\r\n\r\n")),
        ("a chunked body too large", new(413, TooLarge, Post + Chunked + $"11170\r\n{Letters(70000)}\r\n0\r\n\r\n")),
        ("a body too large in many chunks", new(413, TooLarge, Post + Chunked + ManyChunks(65) + "0\r\n\r\n")),
        ("a chunk whose size is no number", new(400, "bad-request", Post + Chunked + "zz\r\naaaa\r\n0\r\n\r\n")),
        ("a chunk longer than its size", new(400, "bad-request", Post + Chunked + "2\r\naaaa\r\n0\r\n\r\n")),
        ("a body that ends too early", new(0, Refused, Post + "Content-Length: 10\r\n\r\nabc", Ends: true)),
        ("a chunked body that ends too early", new(0, Refused, Post + Chunked + "5\r\nab", Ends: true)),
        ("a Content-Length that is no number", new(400, Refused, Post + "Content-Length: abc\r\n\r\n")),
        ("a Content-Length below zero", new(400, Refused, Post + "Content-Length: -1\r\n\r\n")),
        ("a Content-Length of 20 digits", new(400, Refused, Post + "Content-Length: 99999999999999999999\r\n\r\n")),
        ("two Content-Lengths", new(400, Refused, Post + "Content-Length: 1\r\nContent-Length: 2\r\n\r\na")),
        ("an unknown Transfer-Encoding", new(400, Refused, Post + "Transfer-Encoding: gzip\r\n\r\n")),
    ];

    private static IEnumerable<(string Name, RawRequest Request)> Heads() =>
    [
        ("a header too long", new(431, Refused, Post + $"X-Long: {Letters(17000)}\r\n\r\n")),
        ("too many headers", new(431, Refused, Post + Many(65) + "\r\n")),
        ("headers too long together", new(431, Refused, Post + Many(40, Letters(500)) + "\r\n")),
        ("a path too long", new(414, Refused, Line($"POST /orders/create/{new string('1', 5000)}"))),
        ("a query too long", new(414, Refused, Line($"POST /orders/create/1?a={Letters(5000)}"))),
        ("a header without a colon", new(400, Refused, Post + "no colon\r\n\r\n")),
        ("a header with a blank in its name", new(400, Refused, Post + "a b: c\r\n\r\n")),
        ("a header without a name", new(400, Refused, Post + ": c\r\n\r\n")),
        ("a header with a zero byte", new(400, Refused, Post + "X-Zero: a\0b\r\n\r\n")),
        ("two hosts", new(400, Refused, Post + "Host: b\r\n\r\n")),
        ("no host", new(400, Refused, "POST /payment/create_user HTTP/1.1\r\n\r\n")),
        ("a line that is no request", new(400, Refused, "how do you do\r\n\r\n")),
        ("one word", new(400, Refused, "garbage\r\n\r\n")),
        ("a request line without a version", new(400, Refused, "POST /payment/create_user\r\n\r\n")),
        ("a version that does not exist",
            new(505, Refused, "POST /payment/create_user HTTP/9.9\r\nHost: localhost\r\n\r\n")),
        ("a path without its slash", new(400, Refused, Line("POST payment/create_user"))),
        ("a zero byte in the path", new(400, Refused, Line("POST /payment/create_user\0"))),
        ("a byte over 127 in the path", new(400, Refused, Line("POST /orders/create/\u00d9\u00a1"))),
        ("a broken escape in the path", new(400, "malformed-number", Line("POST /orders/create/%zz"))),
        ("a backslash in the path", new(404, "no-such-path", Line("POST /payment\\create_user"))),
        ("a connect", new(404, "no-such-path", "CONNECT localhost:80 HTTP/1.1\r\nHost: localhost:80\r\n\r\n")),
        ("a question to the whole server", new(404, "no-such-path", Line("OPTIONS *"))),
        ("a greeting of TLS", new(400, Refused, "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003\r\n\r\n")),
        ("nothing", new(0, Refused, "", Ends: true)),
    ];

    private static RawRequest Key(string headers) => new(400, BadKey, $"{Post}{headers}\r\n\r\n");

    private static string Line(string request) => $"{request} HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private static string ManyChunks(int count) =>
        string.Concat(Enumerable.Repeat($"400\r\n{Letters(1024)}\r\n", count));

    private static string Many(int count, string value = "1") =>
        string.Concat(Enumerable.Range(0, count).Select(i => $"X-{i}: {value}\r\n"));

    private static string Letters(int count) => new('a', count);
}
