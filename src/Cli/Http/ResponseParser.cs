using System.Buffers.Text;
using System.Text;

namespace Cartwright.Cli.Http;

/// <summary>
/// Reads one HTTP/1.1 response after another out of whatever pieces the network delivers.
/// Receive into <see cref="Free"/>, then call <see cref="Advance"/> until it says that the response is complete.
/// Malformed input throws <see cref="InvalidDataException"/>.
/// </summary>
internal sealed class ResponseParser
{
    private const int ResponseBytesMax = 16 * 1024 * 1024;

    private byte[] _buffer = new byte[4096];
    private int _filled;
    private int _position;
    private int _bodyStart;
    private int _bodyLength;
    private int _remaining;
    private Stage _stage;
    private bool _chunked;
    private bool _lengthKnown;
    private bool _keepAlive;

    private enum Stage
    {
        Head,
        Body,
        ChunkSize,
        ChunkData,
        ChunkEnd,
        Trailer,
        UntilClose,
        Done,
    }

    public int Status { get; private set; }

    public int RetryAfterSeconds { get; private set; }

    public ReadOnlyMemory<byte> Body => _buffer.AsMemory(_bodyStart, _bodyLength);

    /// <summary>
    /// True when the next request may use the same connection. Bytes beyond the response cannot be the answer
    /// to anything we asked, so they end the connection as well.
    /// </summary>
    public bool MayReuse => _stage == Stage.Done && _keepAlive && _filled == _position;

    /// <summary>Where the next bytes go; never empty.</summary>
    public Memory<byte> Free
    {
        get
        {
            if (_filled == _buffer.Length)
            {
                Grow();
            }

            return _buffer.AsMemory(_filled);
        }
    }

    /// <summary>Forget the last response, keep the buffer.</summary>
    public void Reset()
    {
        _filled = 0;
        _position = 0;
        _stage = Stage.Head;
        ResetHead();
    }

    /// <summary>Takes note of newly received bytes; true when the response is complete.</summary>
    public bool Advance(int count)
    {
        _filled += count;
        while (Step())
        {
        }

        return _stage == Stage.Done;
    }

    /// <summary>The server closed the connection; true when that was how it marked the end of the response.</summary>
    public bool EndOfStream()
    {
        if (_stage == Stage.UntilClose)
        {
            _stage = Stage.Done;
            _keepAlive = false;
        }

        return _stage == Stage.Done;
    }

    /// <summary>One step of the parser; false when more bytes are needed or nothing is left to do.</summary>
    private bool Step() => _stage switch
    {
        Stage.Head => ReadHead(),
        Stage.Body => ReadBody(),
        Stage.ChunkSize => ReadChunkSize(),
        Stage.ChunkData => ReadChunkData(),
        Stage.ChunkEnd => ReadChunkEnd(),
        Stage.Trailer => ReadTrailer(),
        Stage.UntilClose => ReadUntilClose(),
        _ => false,
    };

    private bool ReadHead()
    {
        var unread = Unread();
        var end = unread.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return false;
        }

        ResetHead();
        ReadStatusLine(unread[..end]);
        ReadHeaders(unread[..(end + 2)]);
        _position += end + 4;
        if (Status < 200)
        {
            // An interim response (100 Continue, 103 Early Hints): the real one follows.
            return true;
        }

        _bodyStart = _position;
        _stage = StageAfterHead();
        return true;
    }

    private Stage StageAfterHead()
    {
        if (Status is 204 or 304)
        {
            return Stage.Done;
        }

        if (_chunked)
        {
            return Stage.ChunkSize;
        }

        return _lengthKnown ? Stage.Body : Stage.UntilClose;
    }

    private void ReadStatusLine(ReadOnlySpan<byte> head)
    {
        if (head.Length < 12 || !head.StartsWith("HTTP/1."u8) || head[8] != ' '
            || !Utf8Parser.TryParse(head.Slice(9, 3), out int status, out var used) || used != 3 || status < 100)
        {
            throw new InvalidDataException("The answer does not start with an HTTP/1 status line.");
        }

        Status = status;
        _keepAlive = head[7] == '1';
    }

    private void ReadHeaders(ReadOnlySpan<byte> head)
    {
        var rest = head[(head.IndexOf("\r\n"u8) + 2)..];
        while (rest.Length > 0)
        {
            var end = rest.IndexOf("\r\n"u8);
            var line = rest[..end];
            var colon = line.IndexOf((byte)':');
            if (colon <= 0)
            {
                throw new InvalidDataException("The answer has a header without a name.");
            }

            ReadHeader(line[..colon], line[(colon + 1)..].Trim(" \t"u8));
            rest = rest[(end + 2)..];
        }
    }

    private void ReadHeader(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        switch (name.Length)
        {
            case 14 when Ascii.EqualsIgnoreCase(name, "content-length"u8):
                _remaining = ReadLength(value);
                _lengthKnown = true;
                break;
            case 17 when Ascii.EqualsIgnoreCase(name, "transfer-encoding"u8):
                _chunked = Ascii.EqualsIgnoreCase(value, "chunked"u8)
                    ? true
                    : throw new InvalidDataException("The answer has a transfer encoding other than chunked.");
                break;
            case 10 when Ascii.EqualsIgnoreCase(name, "connection"u8):
                _keepAlive = !Ascii.EqualsIgnoreCase(value, "close"u8);
                break;
            case 11 when Ascii.EqualsIgnoreCase(name, "retry-after"u8):
                RetryAfterSeconds = Utf8Parser.TryParse(value, out int seconds, out _) ? Math.Max(seconds, 0) : 0;
                break;
            default:
                break;
        }
    }

    private static int ReadLength(ReadOnlySpan<byte> value)
    {
        var good = Utf8Parser.TryParse(value, out int length, out var used) && used == value.Length;
        return good && length is >= 0 and <= ResponseBytesMax
            ? length
            : throw new InvalidDataException("The answer has a Content-Length that makes no sense.");
    }

    private bool ReadBody()
    {
        if (_filled - _position < _remaining)
        {
            return false;
        }

        _bodyLength = _remaining;
        _position += _remaining;
        _stage = Stage.Done;
        return true;
    }

    private bool ReadChunkSize()
    {
        var unread = Unread();
        var end = unread.IndexOf("\r\n"u8);
        if (end < 0)
        {
            return false;
        }

        var good = Utf8Parser.TryParse(unread[..end], out int size, out var used, 'x');
        if (!good || size is < 0 or > ResponseBytesMax || (used < end && unread[used] is not ((byte)';' or (byte)' ')))
        {
            throw new InvalidDataException("The answer has a chunk whose size makes no sense.");
        }

        _position += end + 2;
        _remaining = size;
        _stage = size == 0 ? Stage.Trailer : Stage.ChunkData;
        return true;
    }

    private bool ReadChunkData()
    {
        var count = Math.Min(_filled - _position, _remaining);
        if (count == 0)
        {
            return false;
        }

        // The chunks are moved together in place, over the size lines that stood between them.
        _buffer.AsSpan(_position, count).CopyTo(_buffer.AsSpan(_bodyStart + _bodyLength));
        _bodyLength += count;
        _position += count;
        _remaining -= count;
        _stage = _remaining == 0 ? Stage.ChunkEnd : Stage.ChunkData;
        return true;
    }

    private bool ReadChunkEnd()
    {
        if (_filled - _position < 2)
        {
            return false;
        }

        if (!Unread().StartsWith("\r\n"u8))
        {
            throw new InvalidDataException("The answer has a chunk that is longer than it says.");
        }

        _position += 2;
        _stage = Stage.ChunkSize;
        return true;
    }

    private bool ReadTrailer()
    {
        var end = Unread().IndexOf("\r\n"u8);
        if (end < 0)
        {
            return false;
        }

        _position += end + 2;
        _stage = end == 0 ? Stage.Done : Stage.Trailer;
        return true;
    }

    private bool ReadUntilClose()
    {
        _bodyLength += _filled - _position;
        _position = _filled;
        return false;
    }

    private ReadOnlySpan<byte> Unread() => _buffer.AsSpan(_position, _filled - _position);

    private void ResetHead()
    {
        Status = 0;
        RetryAfterSeconds = 0;
        _bodyStart = 0;
        _bodyLength = 0;
        _remaining = 0;
        _chunked = false;
        _lengthKnown = false;
        _keepAlive = false;
    }

    private void Grow()
    {
        if (_buffer.Length >= ResponseBytesMax)
        {
            throw new InvalidDataException($"The answer is longer than {ResponseBytesMax} bytes.");
        }

        Array.Resize(ref _buffer, _buffer.Length * 2);
    }
}
