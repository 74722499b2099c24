using System.Buffers.Text;

namespace Cartwright.Lab.Http;

/// <summary>
/// Reads one HTTP/1.1 response after another out of the pieces that the network delivers. Receive into <see
/// cref="Free"/>, then call <see cref="Advance"/> until it reports that the response is complete. Malformed input
/// throws <see cref="InvalidDataException"/>.
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
    private ResponseHead _head;
    private bool _closed;

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

    public int Status => _head.Status;

    public int RetryAfterSeconds => _head.RetryAfterSeconds;

    public ReadOnlyMemory<byte> Body => _buffer.AsMemory(_bodyStart, _bodyLength);

    /// <summary>
    /// True when the next request may use the same connection. Bytes beyond the response cannot be the answer
    /// to anything we asked, so they end the connection as well.
    /// </summary>
    public bool MayReuse => _stage == Stage.Done && _head.KeepAlive && !_closed && _filled == _position;

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
        _bodyStart = 0;
        _bodyLength = 0;
        _head = default;
        _closed = false;
        _stage = Stage.Head;
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
        _closed = true;
        if (_stage == Stage.UntilClose)
        {
            _stage = Stage.Done;
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

        _head = ResponseHead.Parse(unread[..(end + 2)], ResponseBytesMax);
        _position += end + 4;
        _bodyStart = _position;
        _bodyLength = 0;
        _remaining = _head.ContentLength ?? 0;
        _stage = StageAfterHead();
        return true;
    }

    private Stage StageAfterHead()
    {
        if (_head.IsInterim)
        {
            return Stage.Head;
        }

        if (_head.HasNoBody)
        {
            return Stage.Done;
        }

        if (_head.IsChunked)
        {
            return Stage.ChunkSize;
        }

        return _head.ContentLength is null ? Stage.UntilClose : Stage.Body;
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
            throw new InvalidDataException("The response has a chunk with an invalid size.");
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
            throw new InvalidDataException("The response has a chunk that is longer than its size.");
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

    private void Grow()
    {
        if (_buffer.Length >= ResponseBytesMax)
        {
            throw new InvalidDataException($"The answer is longer than {ResponseBytesMax} bytes.");
        }

        Array.Resize(ref _buffer, _buffer.Length * 2);
    }
}
