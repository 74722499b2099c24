namespace Cartwright.Faults.Examples;

/// <summary>The effect of a <see cref="LossyProxy"/> on one call.</summary>
internal enum Fate
{
    /// <summary>The call is forwarded, and so is its answer.</summary>
    Forwarded,

    /// <summary>The connection is cut before the shop has received the call.</summary>
    CallLost,

    /// <summary>The connection is cut once the shop has answered.</summary>
    AnswerLost,

    /// <summary>429, as a shop that sheds: the call is not forwarded.</summary>
    Shed,

    /// <summary>503, as a gateway without a node: the call is not forwarded.</summary>
    Unavailable,
}

/// <summary>A call that has reached a <see cref="LossyProxy"/>.</summary>
/// <param name="Path">Its method and path.</param>
/// <param name="Key">Its Idempotency-Key; empty without one.</param>
/// <param name="At">The time since the start of the proxy.</param>
/// <param name="Fate">The effect of the proxy on it.</param>
internal sealed record ProxiedCall(string Path, string Key, TimeSpan At, Fate Fate);
