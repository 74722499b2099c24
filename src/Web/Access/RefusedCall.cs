namespace Cartwright.Web.Access;

/// <summary>A request that its credentials do not allow, on its way back to the audit log.</summary>
/// <param name="Caller">The caller; null where the request has no valid credentials.</param>
internal sealed record RefusedCall(Caller? Caller);
