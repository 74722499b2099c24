using System.Net;
using System.Text.Json;

namespace Cartwright.ClusterFaults.Customers;

/// <summary>What the shop said; without a status it said nothing.</summary>
internal sealed record Call(HttpStatusCode? Status, string Body, TimeSpan SentAt)
{
    private const string Unknown = "outcome-unknown";
    private const string Superseded = "attempt-superseded";
    private const string InProgress = "request-in-progress";

    /// <summary>When the same call was sent for the first time.</summary>
    public TimeSpan FirstSentAt { get; init; } = SentAt;

    /// <summary>Whether a connection was there to send it over.</summary>
    public bool WasSent { get; init; } = true;

    public bool IsSuccess => Status is >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices;

    /// <summary>Whether it says that nothing was changed, and that the same may be served later.</summary>
    public bool IsNotServed => !WasSent || Status is HttpStatusCode.TooManyRequests
        || (Status is HttpStatusCode.ServiceUnavailable && Code is not (Unknown or Superseded));

    /// <summary>Whether it may have happened, and may not have.</summary>
    public bool IsUnknown => (Status is null && WasSent) || Code is Unknown;

    /// <summary>Whether an earlier call with the same key is still under way.</summary>
    public bool IsInProgress => Code is InProgress;

    /// <summary>The code of a refusal; null where it is none, or comes without one.</summary>
    private string? Code => IsSuccess || Status is null || !Body.StartsWith('{') ? null : Member("code");

    /// <summary>A member of the answer, as text; null where there is none.</summary>
    public string? Member(string name)
    {
        using var document = JsonDocument.Parse(Body);
        return document.RootElement.TryGetProperty(name, out var member) ? member.ToString() : null;
    }
}
