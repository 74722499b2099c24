namespace Cartwright.Admin.Parts;

/// <summary>An action on a process of a local cluster.</summary>
public enum PartAction
{
    /// <summary>End it at once (SIGKILL); the supervisor starts it again.</summary>
    Kill,

    /// <summary>End it, and leave it down.</summary>
    Stop,

    /// <summary>Start one that was stopped.</summary>
    Start,
}
