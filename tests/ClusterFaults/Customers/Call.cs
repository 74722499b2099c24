using System.Net;
using System.Text.Json;

namespace Cartwright.ClusterFaults.Customers;

/// <summary>What the shop said; without a status it said nothing.</summary>
internal sealed record Call(HttpStatusCode? Status, string Body, TimeSpan SentAt)
{
    /// <summary>Whether it may be different later: no answer, too much at once, or a part that is away.</summary>
    public bool IsPassing => Status is null or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;

    public bool IsSuccess => Status is >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices;

    /// <summary>A member of the answer, as text; null where there is none.</summary>
    public string? Member(string name)
    {
        using var document = JsonDocument.Parse(Body);
        return document.RootElement.TryGetProperty(name, out var member) ? member.ToString() : null;
    }
}
