namespace Cartwright.Admin;

/// <summary>A part of the shop did not answer. The message names it.</summary>
public sealed class AdminFault(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether an action may have had its effect. Otherwise nothing was changed.</summary>
    public bool IsOutcomeUnknown { get; init; }
}
