using System.Text;
using Cartwright.Lab.Http;

namespace Cartwright.Cli.Tests;

public sealed class ResponseParserTests
{
    private const string Paid = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 17\r\n\r\n"
        + "{\"status\":\"paid\"}";

    private const string Chunked = "HTTP/1.1 400 Bad Request\r\ntransfer-encoding: chunked\r\n\r\n"
        + "5\r\nhello\r\nB;name=value\r\n, chunks \r\n\r\n1\r\n!\r\n0\r\nTrailer: x\r\n\r\n";

    /// <summary>However the network cuts a response, the result is the same and never complete too early.</summary>
    [Theory]
    [InlineData(Paid, 200, "{\"status\":\"paid\"}")]
    [InlineData(Chunked, 400, "hello, chunks \r\n!")]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n", 204, "")]
    [InlineData("HTTP/1.1 200 OK\r\nCONTENT-LENGTH:  2 \r\n\r\nok", 200, "ok")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 200, "")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", 200, "ok")]
    public void A_response_is_read_whatever_the_size_of_its_pieces(string response, int status, string body)
    {
        for (var size = 1; size <= response.Length; size++)
        {
            var parser = new ResponseParser();
            var pieces = response.Chunk(size).Select(piece => new string(piece)).ToArray();
            var answers = pieces.Select(piece => Feed(parser, piece)).ToArray();

            Assert.All(answers[..^1], Assert.False);
            Assert.True(answers[^1]);
            Assert.Equal(status, parser.Status);
            Assert.Equal(body, Encoding.UTF8.GetString(parser.Body.Span));
            Assert.True(parser.MayReuse);
        }
    }

    [Fact]
    public void One_parser_reads_one_response_after_another()
    {
        var parser = new ResponseParser();
        foreach (var (response, status) in new[] { (Paid, 200), (Chunked, 400), (Paid, 200) })
        {
            parser.Reset();
            Assert.True(Feed(parser, response));
            Assert.Equal(status, parser.Status);
        }
    }

    [Fact]
    public void A_body_larger_than_the_buffer_is_read_whole()
    {
        var body = new string('x', 100_000);
        var parser = new ResponseParser();
        Assert.True(Feed(parser, $"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
        Assert.Equal(body, Encoding.UTF8.GetString(parser.Body.Span));
    }

    [Fact]
    public void A_body_without_a_length_ends_with_the_connection()
    {
        var parser = new ResponseParser();
        Assert.False(Feed(parser, "HTTP/1.1 200 OK\r\n\r\nall "));
        Assert.False(Feed(parser, "of it"));
        Assert.True(parser.EndOfStream());
        Assert.Equal("all of it", Encoding.UTF8.GetString(parser.Body.Span));
        Assert.False(parser.MayReuse);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")]
    public void A_connection_that_ends_in_the_middle_leaves_the_response_incomplete(string response)
    {
        var parser = new ResponseParser();
        Assert.False(Feed(parser, response));
        Assert.False(parser.EndOfStream());
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nmore than asked for")]
    public void A_connection_is_not_used_again_when_it_will_close_or_sent_too_much(string response)
    {
        var parser = new ResponseParser();
        Assert.True(Feed(parser, response));
        Assert.False(parser.MayReuse);
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("Fri, 31 Dec 1999 23:59:59 GMT", 0)]
    [InlineData("-1", 0)]
    public void Retry_after_is_read_in_seconds(string value, int seconds)
    {
        var parser = new ResponseParser();
        Assert.True(Feed(parser, $"HTTP/1.1 429 Too Many\r\nRetry-After: {value}\r\nContent-Length: 0\r\n\r\n"));
        Assert.Equal(seconds, parser.RetryAfterSeconds);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.6\r\n\r\n\r\n")]
    [InlineData("HTTP/1.1 abc OK\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nno colon\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5x\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nlonger")]
    public void What_is_not_http_is_refused(string response) =>
        Assert.Throws<InvalidDataException>(() => Feed(new ResponseParser(), response));

    private static bool Feed(ResponseParser parser, string text)
    {
        var complete = false;
        for (var bytes = Encoding.UTF8.GetBytes(text).AsMemory(); bytes.Length > 0;)
        {
            var free = parser.Free;
            var count = Math.Min(free.Length, bytes.Length);
            bytes[..count].CopyTo(free);
            bytes = bytes[count..];
            complete = parser.Advance(count);
        }

        return complete;
    }
}
