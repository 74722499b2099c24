using System.Globalization;
using System.Security.Authentication;
using System.Text;

namespace Cartwright.Web.Gateway;

/// <summary>
/// The first request of an encrypted connection, which changes nothing. With TLS 1.3 the handshake of a client is over
/// before the server has seen its certificate. A rejection comes in place of the first answer then, and looks like a
/// node that died after it had served the request.
/// </summary>
internal static class FirstAnswer
{
    private const int BytesMax = 8 * 1024;
    private const string Length = "Content-Length:";
    private const string Last = "Connection: close";

    private const string Rejected =
        "it has ended the connection before the first answer, as it does for a certificate that it does not accept";

    /// <summary>Asks for health, and reads the answer, whatever it is.</summary>
    /// <returns>Whether the connection can carry more requests.</returns>
    /// <exception cref="AuthenticationException">There was no answer.</exception>
    public static async Task<bool> ReceiveAsync(Stream connection, string host, CancellationToken cancellation)
    {
        try
        {
            var name = host.Contains(':') ? $"[{host}]" : host;
            var request = $"GET /healthz/live HTTP/1.1\r\nHost: {name}\r\n\r\n";
            await connection.WriteAsync(Encoding.ASCII.GetBytes(request), cancellation);
            var answer = new byte[BytesMax];
            for (var received = 0; received < BytesMax;)
            {
                var count = await connection.ReadAsync(answer.AsMemory(received), cancellation);
                if (count == 0)
                {
                    throw new AuthenticationException(Rejected);
                }

                received += count;
                var text = Encoding.Latin1.GetString(answer, 0, received);
                if (LengthOf(text) is { } length && received >= length)
                {
                    return received == length && !text.Contains(Last, StringComparison.OrdinalIgnoreCase);
                }
            }

            return false;
        }
        catch (IOException broken)
        {
            throw new AuthenticationException(Rejected, broken);
        }
    }

    // The whole length of an answer; null while its head is not complete.
    private static int? LengthOf(string text)
    {
        var head = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (head < 0)
        {
            return null;
        }

        var body = text[..head].Split("\r\n")
            .Where(line => line.StartsWith(Length, StringComparison.OrdinalIgnoreCase))
            .Select(line => line[Length.Length..].Trim())
            .FirstOrDefault();
        return int.TryParse(body, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? head + "\r\n\r\n".Length + length
            : BytesMax;
    }
}
