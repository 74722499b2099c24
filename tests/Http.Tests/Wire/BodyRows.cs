using static Cartwright.Http.Tests.Wire.WireText;

namespace Cartwright.Http.Tests.Wire;

/// <summary>Where a body ends: two programs that differ in that see two different next requests.</summary>
internal static class BodyRows
{
    private const string NoBody = "Content-Length: 0\r\n";

    private static readonly int Length = Hidden.Length;

    public static IEnumerable<(string Name, WireRow Row)> All => [.. Lengths(), .. Codings(), .. Chunks()];

    private static IEnumerable<(string, WireRow)> Lengths() =>
    [
        ("a length and chunks", Refused($"Content-Length: {Length + 5}\r\n{Chunked}\r\n0\r\n\r\n{Hidden}")),
        ("chunks and a shorter length", Refused($"{Chunked}Content-Length: 5\r\n\r\n0\r\n\r\n{Hidden}")),
        ("a length of nothing and chunks", Refused($"{NoBody}{Chunked}\r\n{Length:x}\r\n{Hidden}\r\n0\r\n\r\n")),
        ("two lengths", Refused($"{NoBody}Content-Length: {Length}\r\n\r\n{Hidden}")),
        ("two equal lengths", Refused($"Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc{Hidden}")),
        ("a list of lengths", Refused($"Content-Length: 0, {Length}\r\n\r\n{Hidden}")),
        ("a length in hexadecimal", Refused($"Content-Length: 0x{Length:x}\r\n\r\n{Hidden}")),
        ("a length without digits", Refused($"Content-Length:\r\n\r\n{Hidden}")),
        ("a length before a folded line", Refused($"Content-Length: 0\r\n {Length}\r\n\r\n{Hidden}")),
        ("a length behind a blank", Refused($"Content-Length : {Length}\r\n\r\n{Hidden}")),
        ("a length behind a tab", Refused($"Content-Length\t: {Length}\r\n\r\n{Hidden}")),
        ("a length after a blank", Refused($" Content-Length: {Length}\r\n\r\n{Hidden}")),
        ("a length after a zero byte", Refused($"X-A: 1\0Content-Length: {Length}\r\n\r\n{Hidden}")),
        ("a length after a CR", Refused($"X-A: 1\rContent-Length: {Length}\r\n\r\n{Hidden}")),
        ("a length after a LF", Refused($"X-A: 1\nContent-Length: {Length}\r\n\r\n{Hidden}")),
        ("a length below zero", Refused($"Content-Length: -1\r\n\r\n{Hidden}")),

        // Kestrel reads the number, and does not show its text.
        ("a length with a sign", new("200 200", $"{Get}Content-Length: +3\r\n\r\nabc{Last}")),
        ("a length with blanks around it", new("200 200", $"{Get}Content-Length: \t3 \t\r\n\r\nabc{Last}")),
        ("a body of a GET", new("200 200", $"{Get}Content-Length: {Length}\r\n\r\n{Hidden}{Last}")),
        ("a body of a POST", new("400 200", $"{Pay}Content-Length: {Length}\r\n\r\n{Hidden}{Last}")),
        ("a POST without a length", new("400 200", $"{Pay}\r\n{Last}")),
    ];

    private static IEnumerable<(string, WireRow)> Codings() =>
    [
        ("chunks", new("200 200", $"{Get}{Chunked}\r\n{Length:x}\r\n{Hidden}\r\n0\r\n\r\n{Last}")),
        ("a coding in other letters", new("200 200", $"{Get}transfer-encoding: CHUNKED\r\n\r\n0\r\n\r\n{Last}")),
        ("chunks before another coding", Refused($"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n{Hidden}")),
        ("chunks after another coding", Refused($"Transfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n{Hidden}")),
        ("chunks of chunks", Refused($"Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n{Hidden}")),
        ("two codings", Refused($"{Chunked}{Chunked}\r\n0\r\n\r\n{Hidden}")),
        ("an empty coding and chunks", Refused($"Transfer-Encoding: ,chunked\r\n\r\n0\r\n\r\n{Hidden}")),
        ("an empty coding", Refused($"Transfer-Encoding:\r\n\r\n0\r\n\r\n{Hidden}")),
        ("an unknown coding", Refused($"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n{Hidden}")),
        ("a coding in quotes", Refused($"Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n{Hidden}")),
        ("a coding with a parameter", Refused($"Transfer-Encoding: chunked;a=b\r\n\r\n0\r\n\r\n{Hidden}")),
        ("a coding after a vertical tab", Refused($"Transfer-Encoding:\u000bchunked\r\n\r\n0\r\n\r\n{Hidden}")),
        ("a coding with a byte beyond ASCII", Refused($"Transfer-Encoding: chunk\u00e9d\r\n\r\n0\r\n\r\n{Hidden}")),
        ("a folded coding", Refused($"Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n{Hidden}")),
        ("a coding behind a blank", Refused($"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n{Hidden}")),
        ("a coding and a length that a proxy has renamed",
            Refused($"{Chunked}X-Content-Length: {Length}\r\n\r\n0\r\n\r\n{Hidden}")),
        ("a coding in HTTP/1.0", new(
            "400", $"GET {Target} HTTP/1.0\r\n{Host}Connection: keep-alive\r\n{Chunked}\r\n0\r\n\r\n{Hidden}")),
    ];

    private static IEnumerable<(string, WireRow)> Chunks() =>
    [
        ("a size that overflows", new("", $"{Get}{Chunked}\r\nfffffffffffffffff\r\n{Hidden}")),
        ("a size of 32 bits and one", new("", $"{Get}{Chunked}\r\n100000000\r\n{Hidden}")),
        ("a size below zero", OfChunk($"-1\r\n{Hidden}")),
        ("a size with a sign", OfChunk($"+1\r\na\r\n0\r\n\r\n{Hidden}")),
        ("a size with 0x", OfChunk($"0x1\r\na\r\n0\r\n\r\n{Hidden}")),
        ("a size before a blank", OfChunk($"1 \r\na\r\n0\r\n\r\n{Hidden}")),
        ("a size after a blank", OfChunk($" 1\r\na\r\n0\r\n\r\n{Hidden}")),
        ("no size", OfChunk($"\r\na\r\n0\r\n\r\n{Hidden}")),
        ("a size before a LF", OfChunk($"1\na\r\n0\r\n\r\n{Hidden}")),
        ("data before a LF", OfChunk($"1\r\na\n0\r\n\r\n{Hidden}")),
        ("data longer than its size", OfChunk($"1\r\nab\r\n0\r\n\r\n{Hidden}")),
        ("an extension", new("200 200", $"{Get}{Chunked}\r\n1;a=\"b;c\"\r\na\r\n0;d\r\n\r\n{Last}")),
        ("an extension with a LF", OfChunk($"1;a\nb\r\na\r\n0\r\n\r\n{Hidden}")),
        ("an extension with a CR", OfChunk($"1;a\rb\r\na\r\n0\r\n\r\n{Hidden}")),
        ("an end before a LF", OfChunk($"0\r\n\n{Hidden}")),
        ("trailers", new("200 200", $"{Get}{Chunked}\r\n0\r\nContent-Length: 9\r\nHost: b\r\n\r\n{Last}")),
        ("a trailer that is folded", OfChunk($"0\r\nX-A: 1\r\n {Hidden}")),
        ("a trailer without a colon", OfChunk($"0\r\nGET / HTTP/1.1\r\n\r\n{Hidden}")),
    ];

    private static WireRow Refused(string rest) => new("400", Get + rest);

    private static WireRow OfChunk(string body) => Refused($"{Chunked}\r\n{body}");
}
