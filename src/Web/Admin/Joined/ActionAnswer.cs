using Cartwright.Admin;

namespace Cartwright.Web.Admin.Joined;

/// <summary>How far a service has come with an action.</summary>
internal enum ActionState
{
    /// <summary>A node has answered.</summary>
    Done,

    /// <summary>A node has answered that there is no such thing.</summary>
    Missing,

    /// <summary>Nothing was changed: no node has received it, or one has rejected it.</summary>
    Unserved,

    /// <summary>A node has received it and not answered. It may have happened, so no other node is asked.</summary>
    Unknown,
}

/// <summary>The answer of a service to an action.</summary>
/// <param name="Service">The service.</param>
/// <param name="State">How far it has come.</param>
/// <param name="Outcome">The effect; null unless it is done.</param>
internal readonly record struct ActionAnswer(string Service, ActionState State, ActionOutcome? Outcome);
