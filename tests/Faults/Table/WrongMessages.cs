namespace Cartwright.Faults.Table;

/// <summary>Headers, bodies and whole messages that are not as HTTP or the shop wants them.</summary>
internal static class WrongMessages
{
    private const string Fund = "POST /payment/add_funds/{user}/1";
    private const int BodyBytesMax = 65_536;

    private static readonly string FundHead = $"{Fund} HTTP/1.1\r\nHost: shop\r\n";

    public static IEnumerable<BadRequest> All() => [.. Keys(), .. Preferences(), .. Bodies(), .. Messages()];

    private static BadRequest[] Keys() =>
    [
        BadRequest.Of(Fund, "malformed-idempotency-key", "Idempotency-Key:"),
        BadRequest.Of(Fund, "malformed-idempotency-key", "Idempotency-Key:    "),
        BadRequest.Of(Fund, "malformed-idempotency-key", "Idempotency-Key: \"\""),
        BadRequest.Of(Fund, "malformed-idempotency-key", $"Idempotency-Key: {new string('k', 256)}"),
        BadRequest.Of(Fund, "malformed-idempotency-key", $"Idempotency-Key: \"{new string('k', 256)}\""),
        BadRequest.Of(Fund, "malformed-idempotency-key", $"Idempotency-Key: {new string('k', 10_000)}"),
        BadRequest.Of(Fund, "malformed-idempotency-key", "Idempotency-Key: a", "Idempotency-Key: b"),
        BadRequest.Of(Fund, "malformed-idempotency-key", "Idempotency-Key: a", "idempotency-key: a"),
        BadRequest.Of("POST /orders/checkout/{order}", "malformed-idempotency-key", "Idempotency-Key:"),
        BadRequest.Of("POST /stock/batch_init/1/1/1", "malformed-idempotency-key", "Idempotency-Key:"),
        BadRequest.Of(Fund, "idempotency-key-reused", "Idempotency-Key: {key}"),
        BadRequest.Of(Fund, "idempotency-key-reused", "Idempotency-Key: \"{key}\""),
        BadRequest.Of("POST /payment/pay/{user}/1", "idempotency-key-reused", "Idempotency-Key: {key}"),
        BadRequest.Of("POST /payment/create_user", "idempotency-key-reused", "Idempotency-Key: {key}"),
        BadRequest.Of("POST /orders/create/{user}", "idempotency-key-reused", "Idempotency-Key: {key}"),
        BadRequest.Of("POST /orders/addItem/{order}/{item}/1", "idempotency-key-reused", "Idempotency-Key: {key}"),
        BadRequest.Of("POST /orders/checkout/{order}", "idempotency-key-reused", "Idempotency-Key: {key}"),
        BadRequest.Of("POST /orders/cancel/{paid}", "idempotency-key-reused", "Idempotency-Key: {key}"),
        BadRequest.Of("POST /orders/batch_init/1/1/1/1", "idempotency-key-reused", "Idempotency-Key: {key}"),
        BadRequest.Of("POST /stock/item/create/1", "idempotency-key-reused", "Idempotency-Key: {key}"),
        BadRequest.Of("POST /stock/subtract/{item}/1", "idempotency-key-reused", "Idempotency-Key: {key}"),
        BadRequest.Of("POST /stock/batch_init/1/1/1", "idempotency-key-reused", "Idempotency-Key: {key}"),
        BadRequest.Of("POST /payment/batch_init/1/1", "idempotency-key-reused", "Idempotency-Key: {key}"),
    ];

    // A preference that nobody understands changes nothing about the refusal.
    private static IEnumerable<BadRequest> Preferences() =>
        from preference in (string[])
            ["", ",", ";", "=", "wait", "wait=", "wait=-1", "wait=x", "wait=1e9", "wait=99999999999", "=wait", "async"]
        select BadRequest.Of("POST /orders/checkout/{empty}", "empty-order", $"Prefer: {preference}");

    private static IEnumerable<BadRequest> Bodies()
    {
        foreach (var method in (string[])[Fund, "POST /orders/checkout/{order}", "POST /payment/batch_init/1/1"])
        {
            var tooLarge = BadRequest.Of(method, "body-too-large", $"Content-Length: {BodyBytesMax + 1}");
            yield return tooLarge with { Text = tooLarge.Text + new string('x', BodyBytesMax + 1) };

            var chunked = BadRequest.Of(method, "body-too-large", "Transfer-Encoding: chunked");
            var chunk = $"4000\r\n{new string('x', 0x4000)}\r\n";
            yield return chunked with { Text = $"{chunked.Text}{Repeat(chunk, 5)}0\r\n\r\n" };

            var noChunk = BadRequest.Of(method, "bad-request", "Transfer-Encoding: chunked ");
            yield return noChunk with { Text = noChunk.Text + "no size\r\n\r\n" };
        }

        yield return BadRequest.Of(Fund, "body-too-large", "Content-Length: 9223372036854775807");
    }

    private static BadRequest[] Messages() =>
    [
        new("no version", "GET /healthz/live\r\n\r\n", 400, null),
        new("no target", "GET HTTP/1.1\r\nHost: shop\r\n\r\n", 400, null),
        new("no method", "/healthz/live HTTP/1.1\r\nHost: shop\r\n\r\n", 400, null),
        new("two blanks", "GET  /healthz/live HTTP/1.1\r\nHost: shop\r\n\r\n", 400, null),
        new("a blank in the target", "GET /healthz/ live HTTP/1.1\r\nHost: shop\r\n\r\n", 400, null),
        new("a bar as method", "G(T /healthz/live HTTP/1.1\r\nHost: shop\r\n\r\n", 400, null),
        new("no HTTP", "hello\r\n\r\n", 400, null),
        new("TLS on a plain port", "\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03\r\n\r\n", 400, null),
        new("an unknown version", "GET /healthz/live HTTP/1.2\r\nHost: shop\r\n\r\n", 505, null),
        new("the version of long ago", "GET /healthz/live HTTP/0.9\r\nHost: shop\r\n\r\n", 505, null),
        new("no host", $"{Fund} HTTP/1.1\r\n\r\n", 400, null),
        new("two hosts", $"{FundHead}Host: shop\r\n\r\n", 400, null),
        new("a host that is none", $"{Fund} HTTP/1.1\r\nHost: a b\r\n\r\n", 400, null),
        new("a header without a colon", $"{FundHead}Broken\r\n\r\n", 400, null),
        new("a header without a name", $"{FundHead}: nothing\r\n\r\n", 400, null),
        new("a blank before the colon", $"{FundHead}Name : value\r\n\r\n", 400, null),
        new("a folded header", $"{FundHead}Name: a\r\n b\r\n\r\n", 400, null),
        new("a NUL in a header", $"{FundHead}Name: a\0b\r\n\r\n", 400, null),
        new("bytes that are no UTF-8 in a header", $"{FundHead}Idempotency-Key: \xff\xfe\r\n\r\n", 400, null),
        new("a NUL in the path", "POST /payment/add_funds/{user}/1%00 HTTP/1.1\r\nHost: shop\r\n\r\n", 400, null),
        new("a raw NUL in the path", "POST /payment/add_funds/{user}/1\0 HTTP/1.1\r\nHost: shop\r\n\r\n", 400, null),
        new("a path that is no ASCII", "GET /stock/find/\xd9\xa1 HTTP/1.1\r\nHost: shop\r\n\r\n", 400, null),
        new("a length that is no number", $"{FundHead}Content-Length: x\r\n\r\n", 400, null),
        new("a length below zero", $"{FundHead}Content-Length: -1\r\n\r\n", 400, null),
        new("a length without end", $"{FundHead}Content-Length: 99999999999999999999\r\n\r\n", 400, null),
        new("two lengths", $"{FundHead}Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx", 400, null),
        new("an unknown coding", $"{FundHead}Transfer-Encoding: gzip\r\n\r\n", 400, null),
        new("a target of 5,000 letters", $"GET /{new string('x', 5_000)} HTTP/1.1\r\nHost: shop\r\n\r\n", 414, null),
        new("a header of 20,000 letters", $"{FundHead}Name: {new string('x', 20_000)}\r\n\r\n", 431, null),
        new("a hundred headers", $"{FundHead}{Repeat("Name: value\r\n", 100)}\r\n", 431, null),
        new("another host to be reached", "CONNECT shop:80 HTTP/1.1\r\nHost: shop:80\r\n\r\n", 404, "no-such-path"),
        new("all of the server", "OPTIONS * HTTP/1.1\r\nHost: shop\r\n\r\n", 404, "no-such-path"),
        new("HTTP/1.0", "GET /stock/find/x HTTP/1.0\r\n\r\n", 400, "malformed-number"),
        new("HTTP/1.0 without a length", $"{Fund} HTTP/1.0\r\n\r\n", 400, null),
        new(
            "a whole address as target",
            "POST http://shop/payment/add_funds/{user}/x HTTP/1.1\r\nHost: shop\r\n\r\n",
            400,
            "malformed-number"),
    ];

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
