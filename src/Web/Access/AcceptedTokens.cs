using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Cartwright.Web.Access;

/// <summary>
/// Tokens with a checked signature, by their SHA-256: a check costs a good part of a checkout. There are two
/// generations of bounded size. Once the younger one is full, the elder one is forgotten, so that tokens in use stay.
/// </summary>
internal sealed class AcceptedTokens
{
    /// <summary>The most tokens that are remembered.</summary>
    public const int TokensMax = 10_000;

    private const int GenerationMax = TokensMax / 2;

    private readonly Lock _lock = new();
    private volatile ConcurrentDictionary<Digest, Accepted> _young = new();
    private volatile ConcurrentDictionary<Digest, Accepted> _elder = new();

    /// <summary>How many are remembered.</summary>
    public int Count => _young.Count + _elder.Count;

    /// <summary>The caller of a token; null where it is not remembered, or has expired.</summary>
    public Caller? Find(string token, DateTimeOffset now)
    {
        var digest = DigestOf(token);
        if (_young.TryGetValue(digest, out var known))
        {
            return now < known.ExpiresAt ? known.Caller : null;
        }

        if (!_elder.TryRemove(digest, out known) || now >= known.ExpiresAt)
        {
            return null;
        }

        Add(digest, known);
        return known.Caller;
    }

    /// <summary>Remembers a token until it expires.</summary>
    public void Remember(string token, Caller caller, DateTimeOffset expiresAt) =>
        Add(DigestOf(token), new Accepted(caller, expiresAt));

    private void Add(Digest digest, Accepted accepted)
    {
        lock (_lock)
        {
            if (_young.Count >= GenerationMax)
            {
                (_elder, _young) = (_young, new ConcurrentDictionary<Digest, Accepted>());
            }

            _young[digest] = accepted;
        }
    }

    private static Digest DigestOf(string token)
    {
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(token), bytes);
        return new Digest(
            BitConverter.ToUInt64(bytes),
            BitConverter.ToUInt64(bytes[8..]),
            BitConverter.ToUInt64(bytes[16..]),
            BitConverter.ToUInt64(bytes[24..]));
    }

    private readonly record struct Digest(ulong First, ulong Second, ulong Third, ulong Fourth);

    private readonly record struct Accepted(Caller Caller, DateTimeOffset ExpiresAt);
}
