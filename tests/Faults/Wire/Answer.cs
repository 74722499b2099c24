using System.Text.Json;

namespace Cartwright.Faults.Wire;

/// <summary>One complete answer.</summary>
internal sealed record Answer(int Status, string Body, string? RetryAfter)
{
    /// <summary>The code of a rejection.</summary>
    public string? Code => Status >= 400 ? Member("code") : null;

    /// <summary>Whether the answer states that nothing has happened, and nothing was decided.</summary>
    public bool IsNotServed => Status == 429 || (Status == 503 && Code != "outcome-unknown");

    /// <summary>
    /// The part that a repeat with the same key must return again: everything but the trace of the request.
    /// </summary>
    public string Essence => Code is { } code ? $"{Status} {code}" : $"{Status} {Body}";

    /// <summary>A text in the JSON of the body.</summary>
    public string? Member(string name)
    {
        using var json = JsonDocument.Parse(Body);
        return json.RootElement.TryGetProperty(name, out var member) ? member.GetString() : null;
    }

    /// <summary>A number in the JSON of the body.</summary>
    public long Number(string name)
    {
        using var json = JsonDocument.Parse(Body);
        return json.RootElement.GetProperty(name).GetInt64();
    }

    /// <summary>This answer, when it is a success.</summary>
    public Answer Success()
    {
        Assert.True(Status == 200, $"{Status} {Body}");
        return this;
    }
}
