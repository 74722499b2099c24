using System.Text;

namespace Cartwright.Faults.Wire;

/// <summary>One request.</summary>
/// <param name="Method">GET or POST.</param>
/// <param name="Path">The path.</param>
/// <param name="Key">The Idempotency-Key, if any.</param>
/// <param name="IsImmediate">Whether the answer must not wait for an outcome.</param>
internal sealed record Call(string Method, string Path, string? Key = null, bool IsImmediate = false)
{
    public static Call Get(string path) => new("GET", path);

    public static Call Post(string path) => new("POST", path);

    /// <summary>The request as it is sent.</summary>
    public byte[] Bytes()
    {
        var text = new StringBuilder($"{Method} {Path} HTTP/1.1\r\nHost: localhost\r\n");
        if (Key is not null)
        {
            text.Append($"Idempotency-Key: {Key}\r\n");
        }

        if (IsImmediate)
        {
            text.Append("Prefer: respond-async\r\n");
        }

        return Encoding.ASCII.GetBytes(text.Append(Method == "POST" ? "Content-Length: 0\r\n\r\n" : "\r\n").ToString());
    }
}
