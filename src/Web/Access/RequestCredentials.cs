using System.Text;
using Microsoft.Extensions.Primitives;

namespace Cartwright.Web.Access;

/// <summary>The credentials of a request.</summary>
/// <param name="Secret">An API key, or a token.</param>
/// <param name="Name">The name of the key, where a browser has sent both; else null.</param>
internal readonly record struct RequestCredentials(string Secret, string? Name)
{
    private const string Bearer = "Bearer ";
    private const string Basic = "Basic ";
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Whether a browser's dialog has asked for them.</summary>
    public bool IsOfBrowser => Name is not null;

    /// <summary>Those of a header; null where it is absent, malformed or given twice.</summary>
    public static RequestCredentials? Of(StringValues header) => header.Count != 1 ? null
        : header[0] is not { } text ? null
        : text.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? OfBearer(text[Bearer.Length..].Trim())
        : text.StartsWith(Basic, StringComparison.OrdinalIgnoreCase) ? OfBasic(text[Basic.Length..].Trim())
        : null;

    private static RequestCredentials? OfBearer(string secret) =>
        secret.Length == 0 ? null : new RequestCredentials(secret, null);

    private static RequestCredentials? OfBasic(string encoded)
    {
        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, bytes, out var length))
        {
            return null;
        }

        try
        {
            var text = Utf8.GetString(bytes.AsSpan(0, length));
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            return colon > 0 && colon < text.Length - 1
                ? new RequestCredentials(text[(colon + 1)..], text[..colon])
                : null;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
