using System.Buffers.Text;
using System.Text;

namespace Cartwright.Lab.Http;

/// <summary>The status line and those headers of a response that define how to read it and what to do next.</summary>
internal readonly record struct ResponseHead
{
    public int Status { get; private init; }

    public bool IsChunked { get; private init; }

    /// <summary>The announced length of the body; null where none was announced.</summary>
    public int? ContentLength { get; private init; }

    public bool KeepAlive { get; private init; }

    public int RetryAfterSeconds { get; private init; }

    /// <summary>An interim response (100 Continue, 103 Early Hints): the real one follows.</summary>
    public bool IsInterim => Status < 200;

    public bool HasNoBody => Status is 204 or 304;

    /// <summary>Reads a head, each line with its end, without the empty line that ends it.</summary>
    /// <exception cref="InvalidDataException">It is not the head of an HTTP/1 response.</exception>
    public static ResponseHead Parse(ReadOnlySpan<byte> text, int contentLengthMax)
    {
        var lineEnd = text.IndexOf("\r\n"u8);
        var head = ParseStatusLine(text[..lineEnd]);
        var rest = text[(lineEnd + 2)..];
        while (rest.Length > 0)
        {
            var end = rest.IndexOf("\r\n"u8);
            var line = rest[..end];
            var colon = line.IndexOf((byte)':');
            if (colon <= 0)
            {
                throw new InvalidDataException("The answer has a header without a name.");
            }

            head = head.With(line[..colon], line[(colon + 1)..].Trim(" \t"u8), contentLengthMax);
            rest = rest[(end + 2)..];
        }

        return head;
    }

    private static ResponseHead ParseStatusLine(ReadOnlySpan<byte> line)
    {
        if (line.Length < 12 || !line.StartsWith("HTTP/1."u8) || line[8] != ' '
            || !Utf8Parser.TryParse(line.Slice(9, 3), out int status, out var used) || used != 3 || status < 100)
        {
            throw new InvalidDataException("The answer does not start with an HTTP/1 status line.");
        }

        return new ResponseHead { Status = status, KeepAlive = line[7] == '1' };
    }

    private ResponseHead With(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, int contentLengthMax)
    {
        // The length first: most headers are none of these, and comparing them letter by letter would add up.
        switch (name.Length)
        {
            case 14 when Ascii.EqualsIgnoreCase(name, "content-length"u8):
                return this with { ContentLength = ReadLength(value, contentLengthMax) };
            case 17 when Ascii.EqualsIgnoreCase(name, "transfer-encoding"u8):
                return Ascii.EqualsIgnoreCase(value, "chunked"u8)
                    ? this with { IsChunked = true }
                    : throw new InvalidDataException("The answer has a transfer encoding other than chunked.");
            case 10 when Ascii.EqualsIgnoreCase(name, "connection"u8):
                return this with { KeepAlive = !Ascii.EqualsIgnoreCase(value, "close"u8) };
            case 11 when Ascii.EqualsIgnoreCase(name, "retry-after"u8):
                return this with { RetryAfterSeconds = ReadSeconds(value) };
            default:
                return this;
        }
    }

    private static int ReadLength(ReadOnlySpan<byte> value, int max) =>
        Utf8Parser.TryParse(value, out int length, out var used) && used == value.Length && length >= 0 && length <= max
            ? length
            : throw new InvalidDataException("The answer has a Content-Length that makes no sense.");

    /// <summary>The header's other form, a date, is not worth waiting for.</summary>
    private static int ReadSeconds(ReadOnlySpan<byte> value) =>
        Utf8Parser.TryParse(value, out int seconds, out var used) && used == value.Length ? Math.Max(seconds, 0) : 0;
}
