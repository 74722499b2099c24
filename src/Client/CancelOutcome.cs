namespace Cartwright.Client;

/// <summary>The state of a cancel when its answer was written. An accepted cancel always ends as cancelled.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Attempt">The number of the attempt that is cancelled.</param>
/// <param name="IsFinished">Whether the stock is returned and the payment refunded already.</param>
public sealed record CancelOutcome(string OrderId, string Attempt, bool IsFinished);
