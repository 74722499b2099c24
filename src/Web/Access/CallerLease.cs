using System.Threading.RateLimiting;

namespace Cartwright.Web.Access;

/// <summary>
/// The place of a request among those of its caller, until it is disposed; or the reason why it has none.
/// </summary>
/// <param name="refusal">The detail of its problem; null where it has a place.</param>
/// <param name="held">The place; null where none is held.</param>
internal readonly struct CallerLease(string? refusal, RateLimitLease? held) : IDisposable
{
    /// <summary>The detail of its problem; null where it has a place.</summary>
    public string? Refusal => refusal;

    public void Dispose() => held?.Dispose();
}
