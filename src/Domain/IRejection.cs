namespace Cartwright.Domain;

/// <summary>A participant's answer that its step of an attempt did not happen, and never will.</summary>
public interface IRejection : IAttemptMessage
{
    Reason Reason { get; }

    /// <summary>The item that was the reason; null if it was none.</summary>
    ItemId? Item { get; }
}
