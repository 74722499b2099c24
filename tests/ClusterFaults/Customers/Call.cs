using System.Net;
using System.Text.Json;

namespace Cartwright.ClusterFaults.Customers;

/// <summary>The shop's answer; without a status there was none.</summary>
internal sealed record Call(HttpStatusCode? Status, string Body, TimeSpan SentAt)
{
    private const string Unknown = "outcome-unknown";
    private const string Superseded = "attempt-superseded";
    private const string InProgress = "request-in-progress";

    /// <summary>The time of the call's first sending.</summary>
    public TimeSpan FirstSentAt { get; init; } = SentAt;

    /// <summary>Whether a connection was made for the call.</summary>
    public bool WasSent { get; init; } = true;

    public bool IsSuccess => Status is >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices;

    /// <summary>Whether the answer states that nothing was changed, and that a retry may succeed.</summary>
    public bool IsNotServed => !WasSent || Status is HttpStatusCode.TooManyRequests
        || (Status is HttpStatusCode.ServiceUnavailable && Code is not (Unknown or Superseded));

    /// <summary>Whether the outcome is unknown.</summary>
    public bool IsUnknown => (Status is null && WasSent) || Code is Unknown;

    /// <summary>Whether an earlier call with the same key is still in progress.</summary>
    public bool IsInProgress => Code is InProgress;

    /// <summary>The code of a rejection; null if the answer is no rejection, or has no code.</summary>
    private string? Code => IsSuccess || Status is null || !Body.StartsWith('{') ? null : Member("code");

    /// <summary>A member of the answer as text; null if it is missing.</summary>
    public string? Member(string name)
    {
        using var document = JsonDocument.Parse(Body);
        return document.RootElement.TryGetProperty(name, out var member) ? member.ToString() : null;
    }
}
