namespace Cartwright.Lab.Load;

/// <summary>The outcome of one order, by the answer to its client.</summary>
internal enum OrderOutcome : byte
{
    /// <summary>Never sent.</summary>
    Unsent,

    /// <summary>Sent, no answer yet.</summary>
    InFlight,

    /// <summary>Answered 200 and paid.</summary>
    Committed,

    /// <summary>The business rejected it (400): certainly not paid.</summary>
    Rejected,

    /// <summary>The shop was full (429): nothing was accepted.</summary>
    Shed,

    /// <summary>Accepted, outcome not known yet.</summary>
    Processing,

    /// <summary>No answer, an error, or still processing when we gave up: the client does not know.</summary>
    Failed,
}
