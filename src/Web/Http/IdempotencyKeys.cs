using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Cartwright.Web.Http;

/// <summary>
/// The Idempotency-Key of a request, and the keys that this node is serving right now: the same key twice at once is
/// rejected instead of raced.
/// </summary>
/// <param name="prefix">The prefix of a stored key.</param>
internal sealed class IdempotencyKeys(string prefix)
{
    public const string Header = "Idempotency-Key";
    public const int LengthMax = 255;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly ConcurrentDictionary<string, byte> _inProgress = new(StringComparer.Ordinal);

    /// <summary>The request's key as it is stored, marked as in progress until the lease is disposed.</summary>
    /// <param name="request">The request.</param>
    /// <param name="caller">The name of its caller, whose keys are its own; empty where there are no callers.</param>
    /// <exception cref="ProblemException">The key is malformed, or in progress.</exception>
    public KeyLease TakeKey(HttpRequest request, string caller)
    {
        var values = request.Headers[Header];
        if (values.Count == 0)
        {
            return new KeyLease(this, null);
        }

        var key = values.Count == 1 ? Unquote(TextOf(values[0]!).Trim()) : string.Empty;
        if (key.Length is 0 or > LengthMax)
        {
            throw new ProblemException(
                ProblemCodes.MalformedIdempotencyKey,
                $"An Idempotency-Key is one text of 1 to {LengthMax} characters in UTF-8.");
        }

        // Each caller has its own keys: none gets the answer of another one by guessing a key.
        key = caller.Length > 0 ? $"{prefix}{caller}/{key}" : prefix + key;
        AuditedRequest.Of(request.HttpContext).Key = key;
        return _inProgress.TryAdd(key, 0)
            ? new KeyLease(this, key)
            : throw new ProblemException(
                ProblemCodes.RequestInProgress, "The request with this Idempotency-Key has no answer yet.");
    }

    // Headers arrive as one character a byte.
    private static string TextOf(string header)
    {
        try
        {
            return Utf8.GetString(Encoding.Latin1.GetBytes(header));
        }
        catch (DecoderFallbackException)
        {
            return string.Empty;
        }
    }

    private static string Unquote(string text) =>
        text.Length >= 2 && text.StartsWith('"') && text.EndsWith('"') ? text[1..^1] : text;

    /// <summary>A key in progress; null where the request gave none.</summary>
    public readonly struct KeyLease(IdempotencyKeys keys, string? key) : IDisposable
    {
        public string? Key { get; } = key;

        public void Dispose()
        {
            if (Key is not null)
            {
                keys._inProgress.TryRemove(Key, out _);
            }
        }
    }
}
