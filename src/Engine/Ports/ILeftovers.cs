using Cartwright.Kernel;

namespace Cartwright.Engine.Ports;

/// <summary>Which unconfirmed envelopes a node claims in one look.</summary>
/// <param name="Now">The time of the claim, in milliseconds since 1970.</param>
/// <param name="Before">Only envelopes that no node has sent since then.</param>
/// <param name="CountMax">How many at most.</param>
/// <param name="BytesMax">How many bytes at most; the first envelope is claimed even if it is larger.</param>
/// <param name="Receivers">
/// The services to which the node can send. Envelopes to others are left to nodes of a later version.
/// </param>
public readonly record struct LeftoverClaim(
    long Now, long Before, int CountMax, long BytesMax, IReadOnlyList<Role> Receivers);

/// <summary>The envelopes of a database's outbox, as nodes that did not make them see them.</summary>
public interface ILeftovers
{
    /// <summary>
    /// Envelopes that were committed, or claimed last, before the given time, the longest unsent first; then those of a
    /// time so far ahead that a clock must have been wrong (<see cref="Backoff.AheadOf"/>). They are claimed by
    /// this: to others they look as if they had just been sent. A claim ends by itself, and may be lost.
    /// </summary>
    /// <exception cref="TransientFault">The database cannot be reached now.</exception>
    ValueTask<IReadOnlyList<Envelope>> ClaimAsync(LeftoverClaim claim, CancellationToken cancellation);

    /// <summary>Those of the envelopes that are still stored: the others were confirmed and deleted.</summary>
    /// <exception cref="TransientFault">The database cannot be reached now.</exception>
    ValueTask<IReadOnlyList<long>> FindAsync(IReadOnlyList<long> ids, CancellationToken cancellation);
}
