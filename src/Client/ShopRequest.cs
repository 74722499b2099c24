using System.Globalization;

namespace Cartwright.Client;

/// <summary>One request, the same over all its tries.</summary>
internal sealed record ShopRequest
{
    private const int IdDigitsMax = 18;
    private const int KeyLengthMax = 255;

    private ShopRequest(HttpMethod method, string path) => (Method, Path) = (method, path);

    public HttpMethod Method { get; }

    public string Path { get; }

    /// <summary>Null for a read.</summary>
    public string? IdempotencyKey { get; private init; }

    /// <summary>How long the outcome is waited for; zero: not at all; null: the call has no outcome.</summary>
    public TimeSpan? OutcomeWait { get; init; }

    /// <summary>Whether the answer is a stream of events.</summary>
    public bool IsStream { get; private init; }

    /// <summary>The event after which a stream begins; null: with the present status.</summary>
    public string? LastEventId { get; private init; }

    /// <summary>A read can always be repeated, and an action under its key.</summary>
    public bool IsRepeatable => Method == HttpMethod.Get || IdempotencyKey is not null;

    public static ShopRequest Get(string path) => new(HttpMethod.Get, path);

    /// <summary>Opens a stream of events.</summary>
    public static ShopRequest Follow(string path, string? lastEventId) =>
        lastEventId is null || IsVisible(lastEventId)
            ? new(HttpMethod.Get, path) { IsStream = true, LastEventId = lastEventId }
            : throw new ArgumentException("The id of an event has visible characters of ASCII.", nameof(lastEventId));

    /// <summary>An action under the caller's key, or under a random one.</summary>
    public static ShopRequest Post(string path, string? idempotencyKey)
    {
        if (idempotencyKey is not null && !IsKey(idempotencyKey))
        {
            throw new ArgumentException(
                $"An Idempotency-Key is 1 to {KeyLengthMax} visible characters of ASCII.", nameof(idempotencyKey));
        }

        return new(HttpMethod.Post, path) { IdempotencyKey = idempotencyKey ?? Guid.NewGuid().ToString("N") };
    }

    /// <summary>A number of the shop as a part of a path. Other texts could lead to another path.</summary>
    public static string Id(string id) => id is { Length: > 0 and <= IdDigitsMax } && id.All(char.IsAsciiDigit)
        ? id
        : throw new ArgumentException($"An id is 1 to {IdDigitsMax} digits, and not \"{id}\".", nameof(id));

    public static string Amount(long amount) => amount.ToString(CultureInfo.InvariantCulture);

    // A header has no blanks at its ends, and the bytes of other characters differ between clients.
    private static bool IsKey(string key) => key.Length <= KeyLengthMax && IsVisible(key);

    private static bool IsVisible(string text) => text.Length > 0 && text.All(letter => letter is > ' ' and <= '~');
}
