using System.Text.Json;

namespace Cartwright.Faults.Http;

/// <summary>One answer, complete.</summary>
internal sealed record Answer(int Status, ILookup<string, string> Headers, string Body)
{
    public bool IsSuccess => Status is >= 200 and < 300;

    public string? ContentType => Header("Content-Type");

    /// <summary>The problem's code; null where the answer is no problem document.</summary>
    public string? Code => ContentType == "application/problem+json" && Body.Length > 0 ? Text("code") : null;

    /// <summary>The body as JSON.</summary>
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    /// <summary>A header that stands at most once.</summary>
    public string? Header(string name) => Headers[name].SingleOrDefault();

    /// <summary>A member of the body.</summary>
    public string? Text(string name) => Json.GetProperty(name).GetString();

    /// <summary>A member of the body.</summary>
    public long Number(string name) => Json.GetProperty(name).GetInt64();

    public override string ToString() => $"{Status} {Body}";
}
